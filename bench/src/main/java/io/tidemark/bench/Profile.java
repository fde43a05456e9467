package io.tidemark.bench;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Stack;
import java.util.TreeSet;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Puts the options of a profile in its place, so that options behind it win over them. */
final class Profile implements IParameterConsumer {
  private static final Map<String, List<String>> PROFILES =
      Map.of(
          "burst", options("0", "1000", "0"),
          "deletions", options("0", "0", "1000"),
          "upgrades", List.of("--upgrades", "10", "--jobs", "1"));

  @Override
  @SuppressWarnings("JdkObsolete") // picocli's type
  public void consumeParameters(Stack<String> words, ArgSpec option, CommandSpec command) {
    var name = words.isEmpty() ? "" : words.pop();
    var options =
        Optional.ofNullable(PROFILES.get(name))
            .orElseThrow(() -> new ParameterException(command.commandLine(), problem(name)));
    option.setValue(name);
    for (var index = options.size() - 1; index >= 0; index--) {
      words.push(options.get(index));
    }
  }

  private static String problem(String name) {
    return "--profile is '%s', allowed are %s".formatted(name, new TreeSet<>(PROFILES.keySet()));
  }

  private static List<String> options(String sequential, String burst, String deletions) {
    return List.of(
        "--sequential", sequential, "--burst", burst, "--deletions", deletions, "--jobs", "50");
  }
}
