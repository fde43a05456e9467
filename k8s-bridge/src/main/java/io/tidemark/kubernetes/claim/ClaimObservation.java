package io.tidemark.kubernetes.claim;

import static java.util.Objects.requireNonNull;

import io.tidemark.kubernetes.model.RecordedAttempt;
import io.tidemark.kubernetes.model.SnapshotDeclaration;
import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.workflow.resource.ClaimRequest;
import io.tidemark.workflow.resource.SnapshotView;
import java.time.Instant;
import java.util.Optional;

/**
 * The input of a claim's decision, observed once: the same observation gives the same decision.
 *
 * @param snapshot the resource
 * @param view the resource as the workflow sees it
 * @param job the job that the resource names, and its cluster
 * @param request what the workflow asks, and has learnt from Flink
 * @param settings the system-wide settings
 * @param now the time of the observation
 */
record ClaimObservation(
    SnapshotReader snapshot,
    SnapshotView view,
    JobObservation job,
    ClaimRequest request,
    ClaimSettings settings,
    Instant now) {
  ClaimObservation {
    requireNonNull(snapshot, "snapshot is null");
    requireNonNull(view, "view is null");
    requireNonNull(job, "job is null");
    requireNonNull(request, "request is null");
    requireNonNull(settings, "settings is null");
    requireNonNull(now, "now is null");
  }

  static ClaimObservation of(
      SnapshotReader snapshot,
      JobObservation job,
      ClaimRequest request,
      ClaimSettings settings,
      Instant now) {
    return new ClaimObservation(
        snapshot, SnapshotViewMapper.of(snapshot, job, settings), job, request, settings, now);
  }

  SnapshotDeclaration declared() {
    return snapshot.declaration();
  }

  /**
   * Returns the job's savepoint directory, else that of its cluster, else the one that Flink has
   * just named (R4).
   */
  Optional<String> savepointDirectory() {
    return job.savepointDirectory()
        .or(() -> Optional.ofNullable(request.savepointDirectory()))
        .filter(directory -> !directory.isEmpty());
  }

  /** Returns whether only Flink knows the savepoint directory, and was not asked for it yet. */
  boolean directoryUnread() {
    return job.savepointDirectory().isEmpty() && request.savepointDirectory() == null;
  }

  /** Returns the attempt that the resource carries, if it is one of ours. */
  Optional<RecordedAttempt> attempt() {
    return snapshot.attempt();
  }
}
