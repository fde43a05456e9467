package io.tidemark.kubernetes.claim;

import static io.tidemark.kubernetes.model.SnapshotAnnotations.ATTEMPT;

import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.workflow.flink.DisposalRequest;
import io.tidemark.workflow.flink.SnapshotTrigger;
import io.tidemark.workflow.flink.SnapshotTrigger.Mode;
import io.tidemark.workflow.resource.Claim;
import io.tidemark.workflow.resource.Claim.Decision;
import io.tidemark.workflow.resource.SnapshotView;
import io.tidemark.workflow.snapshot.SnapshotState;
import io.tidemark.workflow.snapshot.SnapshotType;
import io.tidemark.workflow.snapshot.TriggerId;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a snapshot needs next. Pure: the same reading of it and its job gives the same
 * decision.
 */
final class ClaimPlanner {
  private final SnapshotReader snapshot;
  private final SnapshotDeclaration declared;
  private final JobObservation observed;
  private final SnapshotView view;
  private final Instant now;

  ClaimPlanner(
      SnapshotReader snapshot, JobObservation observed, ClaimSettings settings, Instant now) {
    this.snapshot = snapshot;
    this.declared = SnapshotDeclaration.of(snapshot.resource().getSpec());
    this.observed = observed;
    this.view = SnapshotViews.of(snapshot, declared, settings);
    this.now = now;
  }

  ClaimPlan plan() {
    if (snapshot.beingDeleted()) {
      return ClaimPlan.of(deletion());
    }
    if (view.state().terminal()) {
      return ClaimPlan.of(decision(Decision.SETTLED, ""));
    }
    var attempt = underWay();
    if (attempt.isPresent() && declared.type().isPresent() && declared.job().isPresent()) {
      return goOn(attempt.get());
    }
    return triggeredByStatus() && observed.running().isEmpty()
        ? ClaimPlan.of(decision(Decision.ABANDON, "its job is gone since it was triggered"))
        : next();
  }

  /** What comes when no attempt is under way; one that is does not mind edits of the spec (R20). */
  private ClaimPlan next() {
    var error = declared.error();
    if (error.isPresent()) {
      return ClaimPlan.of(decision(Decision.INVALID, error.get()));
    }
    if (declared.alreadyExists()) {
      return ClaimPlan.of(decision(Decision.IMPORT, ""));
    }
    return begin();
  }

  private Claim deletion() {
    if (!snapshot.hasOurFinalizer() || !declared.disposeOnDelete()) {
      return decision(Decision.RELEASE, "nothing is to be disposed of");
    }
    if (view.state() == SnapshotState.COMPLETED) {
      return snapshot.skipsDisposal() ? decision(Decision.RETAIN, "") : disposal();
    }
    return underWay()
        .map(attempt -> attempt(attempt, Mode.SETTLE))
        .orElseGet(() -> decision(Decision.RELEASE, "no savepoint was taken"));
  }

  /**
   * Only what Flink answered to this resource is disposed of; an imported savepoint, which has no
   * trigger id, belongs to others (R19).
   */
  private Claim disposal() {
    var path = snapshot.status().path();
    if (declared.alreadyExists() || view.triggerId() == null || path == null || path.isBlank()) {
      return decision(Decision.RELEASE, "the savepoint was not taken for this resource");
    }
    var cluster = currentAttempt().or(this::annotatedAttempt);
    if (cluster.isEmpty() && declared.job().isEmpty()) {
      return decision(Decision.RELEASE, path + " stays: no jobReference names a cluster");
    }
    var request = cluster.map(at -> new DisposalRequest(at.job(view.snapshot().namespace()), path));
    var reason = request.isPresent() ? "" : "the cluster that took " + path + " is not known";
    return new Claim(Decision.DISPOSE, reason, view, null, request.orElse(null));
  }

  /**
   * The attempt that may have reached Flink: ours by its annotation, another system's by the status
   * (R9, R21).
   */
  private Optional<Attempt> underWay() {
    if (view.state().terminal()) {
      return Optional.empty();
    }
    var ours = annotatedAttempt().filter(attempt -> attempt.number() == view.attempt());
    return ours.isPresent() || !triggeredByStatus() ? ours : currentAttempt();
  }

  private boolean triggeredByStatus() {
    return view.state() == SnapshotState.IN_PROGRESS && view.triggerId() != null;
  }

  private Optional<Attempt> annotatedAttempt() {
    return snapshot.annotation(ATTEMPT).flatMap(Attempt::parse);
  }

  /** The attempt as it would be written now, if the job can be triggered. */
  private Optional<Attempt> currentAttempt() {
    var started = view.triggerTimestamp() == null ? now : view.triggerTimestamp();
    return observed.running().map(job -> job.attempt(view.attempt(), started));
  }

  private ClaimPlan goOn(Attempt attempt) {
    return ClaimPlan.of(
        overtaken(attempt)
            .map(reason -> lastLook(attempt, reason))
            .orElseGet(() -> attempt(attempt, Mode.UNDER_WAY)));
  }

  /** Why the job will not take the attempt to its end, by what its resource says (R11). */
  private Optional<String> overtaken(Attempt attempt) {
    var reference = declared.job().orElseThrow();
    if (observed.job().isEmpty()) {
      return Optional.of(reference + " was deleted during the attempt");
    }
    var job = observed.job().get();
    if (job.beingDeleted() || job.suspended()) {
      return Optional.of(reference + " was stopped during the attempt");
    }
    return attempt.replacedBy(job);
  }

  private Claim lastLook(Attempt attempt, String reason) {
    return new Claim(Decision.LAST_LOOK, reason, view, trigger(attempt, Mode.SETTLE), null);
  }

  private ClaimPlan begin() {
    return blocked()
        .map(ClaimPlan::of)
        .orElseGet(() -> firstTry(observed.running().orElseThrow().attempt(view.attempt(), now)));
  }

  /** Why the snapshot cannot be triggered now, if it cannot (R10). */
  private Optional<Claim> blocked() {
    var reference = declared.job().orElseThrow();
    if (observed.job().isEmpty()) {
      return Optional.of(decision(Decision.WAIT, reference + " does not exist"));
    }
    var job = observed.job().get();
    if (job.beingDeleted()) {
      return Optional.of(decision(Decision.ABANDON, reference + " is being deleted"));
    }
    if (job.suspended()) {
      return Optional.of(decision(Decision.ABANDON, reference + " is suspended by its spec"));
    }
    return observed.running().isPresent()
        ? Optional.empty()
        : Optional.of(decision(Decision.WAIT, missing(job) + " of " + reference));
  }

  private static String missing(JobResource job) {
    return job.jobId().isEmpty() ? "no job id yet in the status" : "no FlinkDeployment yet";
  }

  private ClaimPlan firstTry(Attempt attempt) {
    return new ClaimPlan(attempt(attempt, Mode.FIRST), Optional.of(attempt));
  }

  private Claim attempt(Attempt attempt, Mode mode) {
    return new Claim(Decision.ATTEMPT, "", view, trigger(attempt, mode), null);
  }

  private SnapshotTrigger trigger(Attempt attempt, Mode mode) {
    // Not clear only if the spec was broken under the attempt, and it is a savepoint's deletion.
    var type = declared.type().orElse(SnapshotType.SAVEPOINT);
    return new SnapshotTrigger(
        attempt.job(view.snapshot().namespace()),
        type,
        triggerId(mode),
        type == SnapshotType.SAVEPOINT ? targetDirectory() : null,
        declared.formatType().orElse(null),
        attempt.at(),
        mode);
  }

  /** A trigger id that is recorded is settled before another one is sent, whoever drew it (R21). */
  private String triggerId(Mode mode) {
    var recorded = view.triggerId();
    return mode != Mode.FIRST && triggeredByStatus() && recorded != null
        ? recorded
        : TriggerId.of(view.snapshot().uid(), view.attempt());
  }

  private @Nullable String targetDirectory() {
    return declared.path().or(observed::savepointDirectory).orElse(null);
  }

  private Claim decision(Decision decision, String reason) {
    return Claim.of(decision, reason, view);
  }
}
