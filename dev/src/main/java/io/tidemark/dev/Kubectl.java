package io.tidemark.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The real kubectl, as a user calls it. */
public final class Kubectl {
  private final Path program = Programs.path("kubectl");
  private final Path kubeconfig;

  /** Calls with the rights of this kubeconfig. */
  public Kubectl(Path kubeconfig) {
    this.kubeconfig = kubeconfig;
  }

  /** Returns the output of kubectl; throws with the output if the exit code is not 0. */
  public String run(String... arguments) {
    return runWithInput("", arguments);
  }

  /** The same with a standard input, such as for {@code apply -f -}. */
  public String runWithInput(String input, String... arguments) {
    var command = new ArrayList<>(List.of(program.toString(), "--kubeconfig=" + kubeconfig));
    command.addAll(List.of(arguments));
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      try (var stdin = process.getOutputStream()) {
        stdin.write(input.getBytes(StandardCharsets.UTF_8));
      }
      var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", arguments) + ": " + output.strip());
      }
      return output.strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted in kubectl", e);
    }
  }
}
