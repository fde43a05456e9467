package io.tidemark.app.configuration;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reports a configuration that cannot be used, with one line for each problem. */
public final class ConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final List<String> problems;

  public ConfigurationException(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  public ConfigurationException(String problem, @Nullable Throwable cause) {
    super(problem, cause);
    this.problems = List.of(problem);
  }

  /** Returns all problems found, one line each. */
  public List<String> problems() {
    return problems;
  }
}
