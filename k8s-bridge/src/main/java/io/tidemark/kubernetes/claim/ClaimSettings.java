package io.tidemark.kubernetes.claim;

import static java.util.Objects.requireNonNull;

import io.tidemark.kubernetes.model.SavepointPath;
import java.time.Duration;
import java.util.List;

/**
 * System-wide settings that claims are decided by; annotations of a resource override the
 * deadlines.
 *
 * @param startDeadline how long one wait for the job may last; zero for ever (R10)
 * @param disposalDeadline how long a deletion may take before the data is left; zero for never
 *     (R15)
 * @param maxJobRestarts after so many attempts in a row that restarted the job, none follows (R23)
 * @param savepoints where savepoints may lie
 */
public record ClaimSettings(
    Duration startDeadline, Duration disposalDeadline, int maxJobRestarts, Savepoints savepoints) {

  /**
   * Where savepoints may lie (R18, R19).
   *
   * @param allowedPrefixes if any: the only directories to write to, and those in which imported
   *     savepoints may be disposed of
   * @param directoryPerAttempt whether each attempt gets a directory of its own below the target
   *     directory
   */
  public record Savepoints(List<SavepointPath> allowedPrefixes, boolean directoryPerAttempt) {
    /** Anywhere, and no directories of their own. */
    public static final Savepoints ANYWHERE = new Savepoints(List.of(), false);

    public Savepoints {
      allowedPrefixes = List.copyOf(allowedPrefixes);
    }

    /** Whether a savepoint may be written there. */
    boolean allow(SavepointPath directory) {
      return allowedPrefixes.isEmpty() || allowedPrefixes.stream().anyMatch(directory::isWithin);
    }
  }

  public ClaimSettings {
    requireNonNull(startDeadline, "startDeadline is null");
    requireNonNull(disposalDeadline, "disposalDeadline is null");
    requireNonNull(savepoints, "savepoints is null");
  }
}
