package io.tidemark.kubernetes.job;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * System-wide settings of changes of session jobs.
 *
 * @param planned whether Flink computes a program's plan before the running job is touched (U7)
 * @param stopTries how often a stop with savepoint is tried (U1)
 * @param snapshotDeadline how long a change waits for snapshots of its job; zero for no limit (U9)
 * @param deletionDeadline limit for a deletion, after which the job is left; zero for no limit (U9)
 * @param submissionTimeout how long a lost answer to a submission is asked for (U4)
 * @param formatType CANONICAL or NATIVE, where neither a job nor its cluster sets it
 * @param disposeOnDelete whether the savepoint of a stop is disposed of with its resource, where
 *     neither a job nor its cluster sets it
 */
public record SessionJobSettings(
    boolean planned,
    int stopTries,
    Duration snapshotDeadline,
    Duration deletionDeadline,
    Duration submissionTimeout,
    String formatType,
    boolean disposeOnDelete) {
  public SessionJobSettings {
    requireNonNull(snapshotDeadline, "snapshotDeadline is null");
    requireNonNull(deletionDeadline, "deletionDeadline is null");
    requireNonNull(submissionTimeout, "submissionTimeout is null");
    requireNonNull(formatType, "formatType is null");
  }
}
