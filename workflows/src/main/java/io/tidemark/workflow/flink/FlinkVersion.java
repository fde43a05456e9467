package io.tidemark.workflow.flink;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A version of Flink, where its versions behave differently.
 *
 * @param text such as 2.3.0 or 1.20.5
 */
public record FlinkVersion(String text) {
  private static final Pattern START = Pattern.compile("(?<major>\\d+)\\.(?<minor>\\d+).*");
  private static final int MAJOR = 2;
  private static final int MINOR = 3;

  public FlinkVersion {
    requireNonNull(text, "text is null");
  }

  /**
   * Returns whether a JobManager with high availability does not start again after a restore was
   * refused, until a file is removed (J16): so does 2.3.
   */
  public boolean endsAtRefusedRestores() {
    return Optional.of(START.matcher(text)).filter(it -> it.matches()).stream()
        .anyMatch(
            it -> {
              var major = Integer.parseInt(it.group("major"));
              return major > MAJOR
                  || (major == MAJOR && Integer.parseInt(it.group("minor")) >= MINOR);
            });
  }
}
