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
import io.tidemark.workflow.resource.Claim;
import io.tidemark.workflow.resource.Claim.Decision;
import io.tidemark.workflow.resource.EventReason;
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
  private final JobObservation observed;
  private final SnapshotView view;
  private final ClaimSettings.Savepoints savepoints;
  private final AttemptPlanner attempts;

  DeletionPlanner(
      SnapshotReader snapshot,
      JobObservation observed,
      SnapshotView view,
      ClaimSettings.Savepoints savepoints,
      AttemptPlanner attempts) {
    this.snapshot = snapshot;
    this.declared = SnapshotDeclaration.of(snapshot.resource().getSpec());
    this.observed = observed;
    this.view = view;
    this.savepoints = savepoints;
    this.attempts = attempts;
  }

  Claim plan() {
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
        .map(attempt -> attempts.claim(Decision.ATTEMPT, "", attempt, Mode.SETTLE))
        .orElseGet(() -> attempts.triggeredByStatus() ? orphaned() : released("nothing was taken"));
  }

  private Claim completed() {
    var path = view.path();
    if (path == null || path.isBlank()) {
      return released("no path is recorded");
    }
    if (snapshot.skipsDisposal()) {
      return Claim.of(Decision.RETAIN, "", view);
    }
    return refusal(path).map(why -> skipped(view, path, why)).orElseGet(() -> disposal(path));
  }

  /** The savepoint is left where it is, and the resource goes (R19). */
  static Claim skipped(SnapshotView view, String path, String why) {
    var message = "The savepoint at " + path + " was not disposed of: " + why + ".";
    return Claim.releasing(view, EventReason.DISPOSAL_SKIPPED, message);
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
    if (declared.alreadyExists() || view.triggerId() == null) {
      return importRefusal(SavepointPath.of(path));
    }
    return snapshot.adopted() && !SavepointPath.of(path).isDirectlyIn(view.triggerId())
        ? Optional.of("it was found and adopted, and may be another's")
        : Optional.empty();
  }

  /** An imported savepoint may be another team's unless it lies where the job's own lie. */
  private Optional<String> importRefusal(SavepointPath path) {
    var own = observed.savepointDirectory().map(SavepointPath::of).stream();
    return Stream.concat(own, savepoints.allowedPrefixes().stream()).anyMatch(path::isBelow)
        ? Optional.empty()
        : Optional.of(
            "it was imported, and lies neither in the job's savepoint directory nor in one of"
                + " tidemark.savepoint.allowed-prefixes");
  }

  private Claim disposal(String path) {
    var cluster = cluster();
    var reason = cluster.isPresent() ? "" : "the cluster that took " + path + " is not known";
    var request = cluster.map(at -> new DisposalRequest(at, path)).orElse(null);
    return new Claim(Decision.DISPOSE, reason, view, null, request);
  }

  /** The job's cluster as it is now, else the one that took the savepoint. */
  private Optional<FlinkJob> cluster() {
    var namespace = view.snapshot().namespace();
    return observed
        .anyJob(namespace)
        .or(() -> RecordedAttempt.current(snapshot).map(attempt -> attempt.job(namespace)));
  }

  /** Another system has triggered it, and there is no job to ask for the outcome (R21). */
  private Claim orphaned() {
    var message =
        "Trigger id %s was sent to a job that is not known any more. A savepoint that nothing"
            + " records may lie in %s.";
    var directory = declared.path().or(observed::savepointDirectory);
    return Claim.releasing(
        view,
        EventReason.POSSIBLE_ORPHAN,
        message.formatted(
            view.triggerId(), directory.orElse("the job's directory for savepoints")));
  }

  private Claim released(String reason) {
    return Claim.of(Decision.RELEASE, reason, view);
  }
}
