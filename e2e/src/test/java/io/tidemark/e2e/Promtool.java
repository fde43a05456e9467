package io.tidemark.e2e;

import io.tidemark.dev.Programs;
import java.nio.file.Path;
import java.util.List;

/** Prometheus's own tool for checking metrics, rules and expressions. */
final class Promtool {
  /** The status where all could be read and something could be better. */
  static final int STYLE = 3;

  private static final String PROMTOOL = Programs.path("promtool").toString();

  private Promtool() {}

  /** Reads the text of {@code /metrics} in a file; each line that it prints is of a metric. */
  static Execution checkMetrics(Path file) {
    var script = "\"$0\" check metrics <\"$1\"";
    return Execution.of(List.of("sh", "-c", script, PROMTOOL, file.toString()));
  }

  /** Reads a file of rules, with an eye on their style. */
  static Execution checkRules(Path rules) {
    return Execution.of(
        List.of(PROMTOOL, "check", "rules", "--lint=all", "--lint-fatal", rules.toString()));
  }

  /** Runs the tests of rules. */
  static Execution testRules(Path tests) {
    return Execution.of(List.of(PROMTOOL, "test", "rules", tests.toString()));
  }

  /** Reads an expression. */
  static Execution parse(String expression) {
    return Execution.of(List.of(PROMTOOL, "--experimental", "promql", "format", expression));
  }
}
