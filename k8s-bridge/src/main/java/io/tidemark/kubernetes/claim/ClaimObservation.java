package io.tidemark.kubernetes.claim;

import static java.util.Objects.requireNonNull;

import io.tidemark.kubernetes.model.RecordedAttempt;
import io.tidemark.kubernetes.model.SnapshotDeclaration;
import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.workflow.resource.SnapshotView;
import java.time.Instant;
import java.util.Optional;

/**
 * The input of a claim's decision, observed once: the same observation gives the same decision.
 *
 * @param snapshot the resource
 * @param view the resource as the workflow sees it
 * @param job the job that the resource names, and its cluster
 * @param clusterFirst whether the cluster is looked at before an attempt is written (R10)
 * @param settings the system-wide settings
 * @param now the time of the observation
 */
record ClaimObservation(
    SnapshotReader snapshot,
    SnapshotView view,
    JobObservation job,
    boolean clusterFirst,
    ClaimSettings settings,
    Instant now) {
  ClaimObservation {
    requireNonNull(snapshot, "snapshot is null");
    requireNonNull(view, "view is null");
    requireNonNull(job, "job is null");
    requireNonNull(settings, "settings is null");
    requireNonNull(now, "now is null");
  }

  static ClaimObservation of(
      SnapshotReader snapshot,
      JobObservation job,
      boolean clusterFirst,
      ClaimSettings settings,
      Instant now) {
    return new ClaimObservation(
        snapshot, SnapshotViewMapper.of(snapshot, job, settings), job, clusterFirst, settings, now);
  }

  SnapshotDeclaration declared() {
    return snapshot.declaration();
  }

  /** Returns the attempt that the resource carries, if it is one of ours. */
  Optional<RecordedAttempt> attempt() {
    return snapshot.attempt();
  }
}
