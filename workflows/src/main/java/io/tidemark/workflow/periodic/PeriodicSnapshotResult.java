package io.tidemark.workflow.periodic;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * The result of a run for a due snapshot, for people to read.
 *
 * @param outcome created, found or skipped
 * @param snapshot the resource's name; empty if it was skipped
 * @param reason the reason to skip it; empty if it was not skipped
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PeriodicSnapshotResult(Outcome outcome, String snapshot, String reason) {

  /** The possible ends of a run. */
  public enum Outcome {
    /** The run created the resource. */
    CREATED,
    /** An earlier run for the same time created it. */
    ALREADY_EXISTS,
    /** The run created no resource, and the snapshot is not caught up later. */
    SKIPPED
  }

  public PeriodicSnapshotResult {
    requireNonNull(outcome, "outcome is null");
    snapshot = snapshot == null ? "" : snapshot;
    reason = reason == null ? "" : reason;
  }

  public static PeriodicSnapshotResult created(String snapshot) {
    return new PeriodicSnapshotResult(Outcome.CREATED, snapshot, "");
  }

  public static PeriodicSnapshotResult alreadyExists(String snapshot) {
    return new PeriodicSnapshotResult(Outcome.ALREADY_EXISTS, snapshot, "");
  }

  public static PeriodicSnapshotResult skipped(String reason) {
    return new PeriodicSnapshotResult(Outcome.SKIPPED, "", reason);
  }
}
