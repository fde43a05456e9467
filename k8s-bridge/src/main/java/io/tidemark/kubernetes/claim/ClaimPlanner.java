package io.tidemark.kubernetes.claim;

import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.model.RecordedAttempt;
import io.tidemark.kubernetes.model.SnapshotAnnotations;
import io.tidemark.kubernetes.model.SnapshotDeclaration;
import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.workflow.flink.SnapshotTrigger.Mode;
import io.tidemark.workflow.model.JobReference;
import io.tidemark.workflow.resource.ClaimDecision;
import io.tidemark.workflow.resource.SnapshotView;
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

  ClaimPlanner(ClaimObservation observation) {
    this.snapshot = observation.snapshot();
    this.declared = observation.declared();
    this.observed = observation.job();
    this.view = observation.view();
    this.attempts = new AttemptPlanner(observation);
    this.deletion = new DeletionPlanner(observation, attempts);
  }

  ClaimPlan plan() {
    if (snapshot.beingDeleted()) {
      return ClaimPlan.of(deletion.plan());
    }
    if (snapshot.releasedCopy()) {
      return ClaimPlan.of(new ClaimDecision.Restart());
    }
    if (view.state().terminal()) {
      return ClaimPlan.of(new ClaimDecision.Settled());
    }
    return snapshot
        .copyOf()
        .map(original -> ClaimPlan.of(new ClaimDecision.Abandon(copied(original))))
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
      return resume(attempt.get(), view.job());
    }
    return attempts.triggeredByStatus() && observed.running().isEmpty()
        ? ClaimPlan.of(new ClaimDecision.Abandon("its job is gone since it was triggered"))
        : next();
  }

  /** What comes when no attempt is under way; one that is does not mind edits of the spec (R20). */
  private ClaimPlan next() {
    var error = declared.error();
    if (error.isPresent()) {
      return ClaimPlan.of(new ClaimDecision.Invalid(error.get()));
    }
    if (declared.alreadyExists()) {
      return ClaimPlan.of(new ClaimDecision.Import(declared.path().orElseThrow()));
    }
    return begin();
  }

  private ClaimPlan resume(RecordedAttempt attempt, JobReference job) {
    return ClaimPlan.of(
        overtaken(attempt, job)
            .<ClaimDecision>map(
                why -> new ClaimDecision.LastLook(attempts.trigger(attempt, Mode.SETTLE), why))
            .orElseGet(() -> new ClaimDecision.Attempt(attempts.trigger(attempt, Mode.UNDER_WAY))));
  }

  /** Why the job will not take the attempt to its end, by what its resource says (R11). */
  private Optional<String> overtaken(RecordedAttempt attempt, JobReference reference) {
    if (observed.job().isEmpty()) {
      return Optional.of(reference + " was deleted during the attempt");
    }
    var job = observed.job().get();
    if (job.beingDeleted() || job.suspended() || job.stopped()) {
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
  private Optional<ClaimDecision> blocked() {
    var reference = declared.job().orElseThrow();
    if (observed.job().isEmpty()) {
      return Optional.of(new ClaimDecision.WaitForJob(reference + " does not exist"));
    }
    var job = observed.job().get();
    if (job.beingDeleted()) {
      return Optional.of(new ClaimDecision.Abandon(reference + " is being deleted"));
    }
    if (job.suspended()) {
      return Optional.of(new ClaimDecision.Abandon(reference + " is suspended by its spec"));
    }
    if (observed.running().isEmpty()) {
      return Optional.of(new ClaimDecision.WaitForJob(missing(job) + " of " + reference));
    }
    return attempts.refusal().map(ClaimDecision.Refused::new);
  }

  private static String missing(JobResource job) {
    return job.jobId().isEmpty() ? "no job id yet in the status" : "no FlinkDeployment yet";
  }

  /** Planned as it is written, so that it is sent as whoever finds it would send it. */
  private ClaimPlan firstTry(RecordedAttempt attempt) {
    return new ClaimPlan(
        new ClaimDecision.Attempt(attempts.trigger(attempt, Mode.FIRST)), Optional.of(attempt));
  }
}
