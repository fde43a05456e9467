package io.tidemark.kubernetes.claim;

import static java.util.Objects.requireNonNull;

import io.tidemark.workflow.model.SavepointPath;
import io.tidemark.workflow.resource.AttemptLimits;
import java.time.Duration;
import java.util.List;

/**
 * System-wide settings for the decision of claims; annotations of a resource override the
 * deadlines.
 *
 * @param startDeadline limit for one wait for the job; zero for no limit (R10)
 * @param disposalDeadline limit for a deletion, after which the data is kept; zero for no limit
 *     (R15)
 * @param attempts the limits of attempts
 * @param flinkOverTls whether the system's own settings have clusters called over TLS (R8)
 * @param checkpointType the type of checkpoints where neither a job nor its cluster sets one (R12)
 * @param savepoints the allowed directories of savepoints
 */
public record ClaimSettings(
    Duration startDeadline,
    Duration disposalDeadline,
    Attempts attempts,
    boolean flinkOverTls,
    String checkpointType,
    Savepoints savepoints) {

  /**
   * The limits of attempts.
   *
   * @param recordAfter time within which a result is recorded without IN_PROGRESS before it; zero
   *     for never (R6)
   * @param slowAfter time after which a snapshot in progress counts as slow; zero for never (R25)
   * @param resultDeadline limit for a snapshot in progress, which is then given up; zero for no
   *     limit (R25)
   * @param maxJobRestarts number of attempts in a row that restarted the job, after which none
   *     follows (R23)
   */
  public record Attempts(
      Duration recordAfter, Duration slowAfter, Duration resultDeadline, int maxJobRestarts) {
    public Attempts {
      requireNonNull(recordAfter, "recordAfter is null");
      requireNonNull(slowAfter, "slowAfter is null");
      requireNonNull(resultDeadline, "resultDeadline is null");
    }

    /** Returns the limits for a job with this time-out of its checkpoints. */
    AttemptLimits limits(String checkpointTimeout) {
      return new AttemptLimits(recordAfter, slowAfter, resultDeadline, checkpointTimeout);
    }
  }

  /**
   * The allowed directories of savepoints (R18, R19).
   *
   * @param allowedPrefixes the only directories to write to, and to dispose of imported savepoints
   *     in; empty allows all directories to write to
   * @param directoryPerAttempt whether each attempt gets a directory of its own below the target
   *     directory
   */
  public record Savepoints(List<SavepointPath> allowedPrefixes, boolean directoryPerAttempt) {
    public Savepoints {
      allowedPrefixes = List.copyOf(allowedPrefixes);
    }

    /** Returns whether a savepoint may be written to the directory. */
    boolean allow(SavepointPath directory) {
      return allowedPrefixes.isEmpty() || allowedPrefixes.stream().anyMatch(directory::isWithin);
    }
  }

  public ClaimSettings {
    requireNonNull(startDeadline, "startDeadline is null");
    requireNonNull(disposalDeadline, "disposalDeadline is null");
    requireNonNull(attempts, "attempts is null");
    requireNonNull(checkpointType, "checkpointType is null");
    requireNonNull(savepoints, "savepoints is null");
  }
}
