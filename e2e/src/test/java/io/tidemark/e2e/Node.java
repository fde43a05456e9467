package io.tidemark.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Starts a node of a cluster, in namespaces of its own, that runs the pods of a test class ({@code
 * dev/node}). The tests of the class are one story: after the first that fails, the others are
 * skipped.
 */
final class Node
    implements BeforeAllCallback, AfterAllCallback, AfterTestExecutionCallback, ExecutionCondition {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path SCRIPTS = Path.of("..", "dev", "node").toAbsolutePath().normalize();
  private static final List<String> IMAGES = List.of("pause", "flink", "tidemark");

  private final Path directory = Path.of("..", "target", "node").toAbsolutePath().normalize();
  private Process process;
  private int files;
  private boolean failed;

  /** Starts the node, which ends when the pipe to it does, also if this JVM is killed. */
  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    var command = new ArrayList<>(List.of(script("up"), directory.toString()));
    var images = directory.resolveSibling("images");
    IMAGES.forEach(image -> command.add(images.resolve(image + ".tar").toString()));
    var log = Files.createDirectories(directory).resolve("up.log");
    process = new ProcessBuilder(command).redirectError(log.toFile()).start();
    if (!"ready".equals(process.inputReader().readLine())) {
      throw new IllegalStateException("The node did not start: " + Files.readString(log));
    }
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    process.getOutputStream().close();
    if (process.waitFor() != 0) {
      throw new IllegalStateException("The node did not end: see " + directory.resolve("up.log"));
    }
  }

  /** Writes what an operator would look at to a file, before the node is gone. */
  @Override
  public void afterTestExecution(ExtensionContext context) throws IOException {
    if (context.getExecutionException().isEmpty()) {
      return;
    }
    failed = true;
    var seen =
        Stream.of(
                "get pods,events,flinksnp,networkpolicies -A -o wide",
                "describe pods -n tidemark",
                "logs -n tidemark -l app.kubernetes.io/name=tidemark --prefix --tail=1000")
            .map(words -> run(("kubectl " + words).split(" ")).output())
            .toList();
    Files.write(directory.resolve("failure.log"), seen);
  }

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return failed
        ? ConditionEvaluationResult.disabled("an earlier part of the story failed")
        : ConditionEvaluationResult.enabled("the story goes well");
  }

  /** Runs a program of the node, such as kubectl or helm, with an administrator's rights. */
  Execution run(String... command) {
    var words = new ArrayList<>(List.of(script("in"), directory.toString()));
    words.addAll(List.of(command));
    return Execution.of(words);
  }

  /** Returns the output of kubectl, which is expected to succeed. */
  String kubectl(String... arguments) {
    return run(Stream.concat(Stream.of("kubectl"), Stream.of(arguments)).toArray(String[]::new))
        .successful();
  }

  /** Returns the output of {@code kubectl … -o json}. */
  JsonNode json(String... arguments) {
    try {
      var words = Stream.concat(Stream.of(arguments), Stream.of("--output=json"));
      return JSON.readTree(kubectl(words.toArray(String[]::new)));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Creates or changes resources, as {@code kubectl apply} does. */
  void apply(String yaml) {
    kubectl("apply", "--filename=" + file(yaml));
  }

  /** Writes a file that programs of the node can read, and returns its path. */
  Path file(String text) {
    try {
      var folder = Files.createDirectories(directory.resolve("files"));
      files++;
      return Files.writeString(folder.resolve(Integer.toString(files)), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a signal to a program that runs beside the pods, such as {@code temporal}. */
  void signal(String signal, String program) {
    run("bash", "-c", "kill -" + signal + " $(cat /run/node/pids/" + program + ")").successful();
  }

  private static String script(String name) {
    return SCRIPTS.resolve(name).toString();
  }
}
