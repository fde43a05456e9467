package io.tidemark.kubernetes.claim;

import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.model.RecordedAttempt;
import io.tidemark.kubernetes.model.SnapshotAnnotations;
import io.tidemark.kubernetes.model.SnapshotDeclaration;
import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.workflow.flink.SnapshotTrigger.Mode;
import io.tidemark.workflow.model.JobReference;
import io.tidemark.workflow.resource.Claim;
import io.tidemark.workflow.resource.Claim.Decision;
import io.tidemark.workflow.resource.SnapshotView;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides what a snapshot needs next. Pure: the same reading of it and its job gives the same
 * decision.
 */
final class ClaimPlanner {
  private final SnapshotReader snapshot;
  private final SnapshotDeclaration declared;
  private final JobObservation observed;
  private final SnapshotView view;
  private final AttemptPlanner attempts;
  private final DeletionPlanner deletion;

  ClaimPlanner(
      SnapshotReader snapshot, JobObservation observed, ClaimSettings settings, Instant now) {
    this.snapshot = snapshot;
    this.declared = SnapshotDeclaration.of(snapshot.resource().getSpec());
    this.observed = observed;
    this.view = SnapshotViews.of(snapshot, declared, settings);
    this.attempts = new AttemptPlanner(snapshot, observed, view, settings.savepoints(), now);
    this.deletion = new DeletionPlanner(snapshot, observed, view, settings.savepoints(), attempts);
  }

  ClaimPlan plan() {
    if (snapshot.beingDeleted()) {
      return ClaimPlan.of(deletion.plan());
    }
    if (snapshot.releasedCopy()) {
      return ClaimPlan.of(decision(Decision.RESTART, ""));
    }
    if (view.state().terminal()) {
      return ClaimPlan.of(decision(Decision.SETTLED, ""));
    }
    return snapshot
        .copyOf()
        .map(original -> ClaimPlan.of(decision(Decision.ABANDON, copied(original))))
        .orElseGet(this::unsettled);
  }

  /** Says how to start it: a restored namespace must not start a storm of savepoints (R22). */
  private static String copied(String original) {
    return "this is a copy of, or a backup of, the resource of workflow %s; to start it, remove the annotation %s"
        .formatted(original, SnapshotAnnotations.WORKFLOW_ID);
  }

  private ClaimPlan unsettled() {
    var attempt = attempts.underWay();
    if (attempt.isPresent() && view.type() != null && view.job() != null) {
      return goOn(attempt.get(), view.job());
    }
    return attempts.triggeredByStatus() && observed.running().isEmpty()
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

  private ClaimPlan goOn(RecordedAttempt attempt, JobReference job) {
    return ClaimPlan.of(
        overtaken(attempt, job)
            .map(why -> attempts.claim(Decision.LAST_LOOK, why, attempt, Mode.SETTLE))
            .orElseGet(() -> attempts.claim(Decision.ATTEMPT, "", attempt, Mode.UNDER_WAY)));
  }

  /** Why the job will not take the attempt to its end, by what its resource says (R11). */
  private Optional<String> overtaken(RecordedAttempt attempt, JobReference reference) {
    if (observed.job().isEmpty()) {
      return Optional.of(reference + " was deleted during the attempt");
    }
    var job = observed.job().get();
    if (job.beingDeleted() || job.suspended()) {
      return Optional.of(reference + " was stopped during the attempt");
    }
    return attempt.replacedBy(job);
  }

  private ClaimPlan begin() {
    return blocked()
        .map(ClaimPlan::of)
        .orElseGet(() -> firstTry(attempts.next(observed.running().orElseThrow())));
  }

  /** Why the snapshot cannot be triggered now, if it cannot (R7, R10). */
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
    if (observed.running().isEmpty()) {
      return Optional.of(decision(Decision.WAIT, missing(job) + " of " + reference));
    }
    return attempts.refusal().map(why -> decision(Decision.REFUSED, why));
  }

  private static String missing(JobResource job) {
    return job.jobId().isEmpty() ? "no job id yet in the status" : "no FlinkDeployment yet";
  }

  /** Planned as it is written, so that it is sent as whoever finds it would send it. */
  private ClaimPlan firstTry(RecordedAttempt attempt) {
    return new ClaimPlan(
        attempts.claim(Decision.ATTEMPT, "", attempt, Mode.FIRST), Optional.of(attempt));
  }

  private Claim decision(Decision decision, String reason) {
    return Claim.of(decision, reason, view);
  }
}
