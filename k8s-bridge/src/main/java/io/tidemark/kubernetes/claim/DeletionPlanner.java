package io.tidemark.kubernetes.claim;

import io.tidemark.kubernetes.model.FinalizerRule;
import io.tidemark.kubernetes.model.RecordedAttempt;
import io.tidemark.kubernetes.model.SavepointPath;
import io.tidemark.kubernetes.model.SnapshotDeclaration;
import io.tidemark.kubernetes.model.SnapshotJobReference;
import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.workflow.flink.DisposalRequest;
import io.tidemark.workflow.flink.FlinkJob;
import io.tidemark.workflow.flink.SnapshotTrigger.Mode;
import io.tidemark.workflow.model.SnapshotState;
import io.tidemark.workflow.resource.ClaimDecision;
import io.tidemark.workflow.resource.EventReason;
import io.tidemark.workflow.resource.ResourceEvent;
import io.tidemark.workflow.resource.SnapshotView;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decides what a snapshot that is being deleted needs next (R14 to R16, R19). Pure. Whether others
 * use the savepoint is asked only once it would be disposed of: see {@link SavepointUsage}.
 */
final class DeletionPlanner {
  private final SnapshotReader snapshot;
  private final SnapshotDeclaration declared;
  private final JobObservation job;
  private final SnapshotView view;
  private final ClaimSettings.Savepoints savepoints;
  private final AttemptPlanner attempts;

  DeletionPlanner(ClaimObservation observed, AttemptPlanner attempts) {
    this.snapshot = observed.snapshot();
    this.declared = observed.declared();
    this.job = observed.job();
    this.view = observed.view();
    this.savepoints = observed.settings().savepoints();
    this.attempts = attempts;
  }

  ClaimDecision plan() {
    if (!snapshot.hasOurFinalizer() || !FinalizerRule.disposes(snapshot)) {
      return released("nothing is to be disposed of");
    }
    if (view.state() == SnapshotState.COMPLETED) {
      return completed();
    }
    if (snapshot.copyOf().isPresent()) {
      return released("what it says of an attempt is its original's");
    }
    return attempts
        .underWay()
        .map(this::settle)
        .orElseGet(() -> attempts.triggeredByStatus() ? orphaned() : released("nothing was taken"));
  }

  /** An attempt under way comes to its end first, without being sent again. */
  private ClaimDecision settle(RecordedAttempt attempt) {
    return new ClaimDecision.Attempt(attempts.trigger(attempt, Mode.SETTLE));
  }

  private ClaimDecision completed() {
    var path = view.status().path();
    if (path == null || path.isBlank()) {
      return released("no path is recorded");
    }
    if (snapshot.skipsDisposal()) {
      return new ClaimDecision.Retain();
    }
    return refusal(path).map(why -> skipped(path, why)).orElseGet(() -> disposal(path));
  }

  /** The savepoint is left where it is, and the resource goes (R19). */
  static ClaimDecision skipped(String path, String why) {
    var message = "The savepoint at " + path + " was not disposed of: " + why + ".";
    return released(EventReason.DISPOSAL_SKIPPED, message);
  }

  /** Why the savepoint is not this resource's to dispose of, if so. */
  private Optional<String> refusal(String path) {
    if (snapshot.copyOf().isPresent()) {
      return Optional.of(
          "this resource is a copy, and the savepoint belongs to " + snapshot.copyOf().get());
    }
    if (SnapshotJobReference.current(snapshot).isEmpty()) {
      return Optional.of("no jobReference names a cluster");
    }
    if (declared.alreadyExists() || view.status().triggerId() == null) {
      return importRefusal(SavepointPath.of(path));
    }
    return snapshot.adopted() && !SavepointPath.of(path).isDirectlyIn(view.status().triggerId())
        ? Optional.of("it was found and adopted, and may be another's")
        : Optional.empty();
  }

  /** An imported savepoint may be another team's unless it lies where the job's own lie. */
  private Optional<String> importRefusal(SavepointPath path) {
    var own = job.savepointDirectory().map(SavepointPath::of).stream();
    return Stream.concat(own, savepoints.allowedPrefixes().stream()).anyMatch(path::isBelow)
        ? Optional.empty()
        : Optional.of(
            "it was imported, and lies neither in the job's savepoint directory nor in one of"
                + " tidemark.savepoint.allowed-prefixes");
  }

  private ClaimDecision disposal(String path) {
    return cluster()
        .<ClaimDecision>map(at -> new ClaimDecision.Dispose(new DisposalRequest(at, path)))
        .orElseGet(
            () ->
                new ClaimDecision.DisposalBlocked(
                    "the cluster that took " + path + " is not known"));
  }

  /** The job's cluster as it is now, else the one that took the savepoint. */
  private Optional<FlinkJob> cluster() {
    var namespace = view.snapshot().namespace();
    return job.anyJob(namespace)
        .or(() -> snapshot.attempt().map(attempt -> attempt.job(namespace)));
  }

  /** Another system has triggered it, and there is no job to ask for the outcome (R21). */
  private ClaimDecision orphaned() {
    var message =
        "Trigger id %s was sent to a job that is not known any more. A savepoint that nothing"
            + " records may lie in %s.";
    var directory = declared.path().or(job::savepointDirectory);
    return released(
        EventReason.POSSIBLE_ORPHAN,
        message.formatted(
            view.status().triggerId(), directory.orElse("the job's directory for savepoints")));
  }

  private ClaimDecision released(String reason) {
    return new ClaimDecision.Release(reason, null);
  }

  private static ClaimDecision released(EventReason event, String message) {
    return new ClaimDecision.Release(message, new ResourceEvent(event, message, ""));
  }
}
