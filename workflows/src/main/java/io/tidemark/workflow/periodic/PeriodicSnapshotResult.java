package io.tidemark.workflow.periodic;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * What became of a due snapshot, for people to read.
 *
 * @param outcome see {@link Outcome}
 * @param snapshot the resource's name; empty if it was skipped
 * @param reason why it was skipped; empty if it was not
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PeriodicSnapshotResult(Outcome outcome, String snapshot, String reason) {

  /** The ways in which a run ends. */
  public enum Outcome {
    /** The resource is created. */
    CREATED,
    /** An earlier run for the same time had created it. */
    ALREADY_THERE,
    /** No resource is created, and nobody makes up for it. */
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

  public static PeriodicSnapshotResult alreadyThere(String snapshot) {
    return new PeriodicSnapshotResult(Outcome.ALREADY_THERE, snapshot, "");
  }

  public static PeriodicSnapshotResult skipped(String reason) {
    return new PeriodicSnapshotResult(Outcome.SKIPPED, "", reason);
  }
}
