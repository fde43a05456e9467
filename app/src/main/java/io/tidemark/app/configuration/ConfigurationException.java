package io.tidemark.app.configuration;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The configuration cannot be used. Each problem is one line for the person who wrote it. */
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

  /** Everything that is wrong. */
  public List<String> problems() {
    return problems;
  }
}
