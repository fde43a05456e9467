package io.tidemark.kubernetes.claim;

import io.tidemark.kubernetes.model.FinalizerRule;
import io.tidemark.kubernetes.model.RecordedAttempt;
import io.tidemark.kubernetes.model.SnapshotDeclaration;
import io.tidemark.kubernetes.model.SnapshotJobReference;
import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.workflow.flink.DisposalRequest;
import io.tidemark.workflow.flink.FlinkJob;
import io.tidemark.workflow.flink.SnapshotTrigger.Mode;
import io.tidemark.workflow.model.SavepointPath;
import io.tidemark.workflow.model.SnapshotState;
import io.tidemark.workflow.resource.ClaimDecision;
import io.tidemark.workflow.resource.EventReason;
import io.tidemark.workflow.resource.ResourceEvent;
import io.tidemark.workflow.resource.SnapshotView;
import java.util.Optional;

/**
 * Decides the next step of a snapshot that is being deleted (R14 to R16, R19). Pure. The use of its
 * savepoint by others is checked later, and only for a disposal: see {@link SavepointUsage}.
 */
final class DeletionPlanner {
  private final SnapshotReader snapshot;
  private final SnapshotDeclaration declared;
  private final JobObservation job;
  private final SnapshotView view;
  private final ClaimObservation observed;
  private final ClaimSettings.Savepoints savepoints;
  private final AttemptPlanner attempts;

  DeletionPlanner(ClaimObservation observed, AttemptPlanner attempts) {
    this.observed = observed;
    this.snapshot = observed.snapshot();
    this.declared = observed.declared();
    this.job = observed.job();
    this.view = observed.view();
    this.savepoints = observed.settings().savepoints();
    this.attempts = attempts;
  }

  ClaimDecision plan() {
    if (!snapshot.hasOurFinalizer() || !FinalizerRule.disposes(snapshot)) {
      return released("there is nothing to dispose of");
    }
    if (view.state() == SnapshotState.COMPLETED) {
      return completed();
    }
    if (snapshot.copyOf().isPresent()) {
      return released("its attempt belongs to the resource that it is a copy of");
    }
    return attempts
        .underWay()
        .map(this::settle)
        .or(() -> snapshot.lateSavepoint().map(this::late))
        .orElseGet(
            () -> attempts.triggeredByStatus() ? orphaned() : released("no savepoint was taken"));
  }

  /** Names the savepoint that Flink may still complete for an abandoned snapshot (R14, W3). */
  private ClaimDecision late(RecordedAttempt attempt) {
    var trigger = attempts.trigger(attempt, Mode.SETTLE);
    return released(
        EventReason.SAVEPOINT_RETAINED,
        "The resource was deleted before Flink has ended the abandoned savepoint in %s (trigger id %s); delete it by hand if you do not need it."
            .formatted(trigger.describeDirectory(), trigger.triggerId()));
  }

  /**
   * Waits for the end of an attempt in progress first, without sending it again, unless its
   * savepoint is to be kept (R15).
   */
  private ClaimDecision settle(RecordedAttempt attempt) {
    var trigger = attempts.trigger(attempt, Mode.SETTLE);
    return snapshot.skipsDisposal()
        ? new ClaimDecision.Retain(trigger)
        : new ClaimDecision.Attempt(trigger);
  }

  private ClaimDecision completed() {
    var path = view.status().path();
    if (path == null || path.isBlank()) {
      return released("no path is recorded");
    }
    if (snapshot.skipsDisposal()) {
      return new ClaimDecision.Retain(null);
    }
    return refusal(path).map(reason -> refused(path, reason)).orElseGet(() -> disposal(path));
  }

  /** Asks Flink for the job's savepoint directory first, where that can allow the disposal (R4). */
  private ClaimDecision refused(String path, String reason) {
    return imported() && snapshot.copyOf().isEmpty() && observed.directoryUnread()
        ? job.flinkCluster()
            .<ClaimDecision>map(ClaimDecision.ReadDirectory::new)
            .orElseGet(() -> skipped(path, reason))
        : skipped(path, reason);
  }

  private boolean imported() {
    return declared.alreadyExists() || view.status().triggerId() == null;
  }

  /** Returns the decision to keep the savepoint and to remove the finalizer (R19). */
  static ClaimDecision skipped(String path, String reason) {
    var message = "The savepoint at " + path + " was not disposed of: " + reason + ".";
    return released(EventReason.DISPOSAL_SKIPPED, message);
  }

  /**
   * Returns the reason for which this resource must not dispose of the savepoint; empty if it may.
   */
  private Optional<String> refusal(String path) {
    if (snapshot.copyOf().isPresent()) {
      return Optional.of(
          "this resource is a copy, and the savepoint belongs to " + snapshot.copyOf().get());
    }
    if (SnapshotJobReference.current(snapshot).isEmpty()) {
      return Optional.of("spec.jobReference names no cluster");
    }
    if (imported()) {
      return importRefusal(SavepointPath.of(path));
    }
    return snapshot.adopted() && !SavepointPath.of(path).isDirectlyIn(view.status().triggerId())
        ? Optional.of("it was adopted, so it may belong to someone else")
        : Optional.empty();
  }

  /** Refuses an imported savepoint, possibly another team's, outside of the job's directories. */
  private Optional<String> importRefusal(SavepointPath path) {
    var own = observed.savepointDirectory().map(SavepointPath::of);
    return new DisposalDirectories(own, savepoints.allowedPrefixes()).allow(path)
        ? Optional.empty()
        : Optional.of("it was imported, and " + DisposalDirectories.OUTSIDE);
  }

  private ClaimDecision disposal(String path) {
    return job.addressError()
        .<ClaimDecision>map(ClaimDecision.DisposalBlocked::new)
        .orElseGet(() -> disposalAt(cluster(), path));
  }

  private static ClaimDecision disposalAt(Optional<FlinkJob> cluster, String path) {
    return cluster
        .<ClaimDecision>map(at -> new ClaimDecision.Dispose(new DisposalRequest(at, path)))
        .orElseGet(
            () ->
                new ClaimDecision.DisposalBlocked("the cluster that took " + path + " is unknown"));
  }

  /** Returns the job's current cluster, else the one that took the savepoint. */
  private Optional<FlinkJob> cluster() {
    var namespace = view.snapshot().namespace();
    return job.flinkCluster().or(() -> snapshot.attempt().map(attempt -> attempt.job(namespace)));
  }

  /** Releases a snapshot of another system whose job no longer exists, outcome unknown (R21). */
  private ClaimDecision orphaned() {
    var message =
        "Trigger id %s was sent to a job that no longer exists. An unrecorded savepoint may exist in"
            + " %s: check it before you delete anything.";
    var directory = declared.path().or(job::savepointDirectory);
    return released(
        EventReason.POSSIBLE_ORPHAN,
        message.formatted(
            view.status().triggerId(), directory.orElse("the job's savepoint directory")));
  }

  private ClaimDecision released(String reason) {
    return new ClaimDecision.Release(reason, null);
  }

  private static ClaimDecision released(EventReason event, String message) {
    return new ClaimDecision.Release(message, new ResourceEvent(event, message, ""));
  }
}
