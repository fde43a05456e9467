package io.tidemark.kubernetes.claim;

import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.model.RecordedAttempt;
import io.tidemark.kubernetes.model.SnapshotAnnotations;
import io.tidemark.kubernetes.model.SnapshotDeclaration;
import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.workflow.flink.SnapshotTrigger.Mode;
import io.tidemark.workflow.model.JobReference;
import io.tidemark.workflow.model.SnapshotType;
import io.tidemark.workflow.resource.ClaimDecision;
import io.tidemark.workflow.resource.SnapshotView;
import java.util.Optional;

/** Decides the next step of a snapshot. Pure: the same observation gives the same decision. */
final class ClaimPlanner {
  private final SnapshotReader snapshot;
  private final SnapshotDeclaration declared;
  private final JobObservation observed;
  private final boolean clusterFirst;
  private final SnapshotView view;
  private final AttemptPlanner attempts;
  private final DeletionPlanner deletion;

  ClaimPlanner(ClaimObservation observation) {
    this.snapshot = observation.snapshot();
    this.declared = observation.declared();
    this.observed = observation.job();
    this.clusterFirst = observation.request().clusterFirst();
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
      return ClaimPlan.of(ended());
    }
    return snapshot
        .copyOf()
        .map(original -> ClaimPlan.of(new ClaimDecision.Abandon(copyMessage(original))))
        .orElseGet(this::unsettled);
  }

  /** Plans a terminal snapshot: nothing, or the rest of the clean-up after an abandon (W3). */
  private ClaimDecision ended() {
    return snapshot
        .lateSavepoint()
        .map(late -> attempts.trigger(late, Mode.SETTLE))
        .<ClaimDecision>map(ClaimDecision.CleanUp::new)
        .orElseGet(ClaimDecision.Settled::new);
  }

  /**
   * Returns the message for a copy, which names the way to start it. Copies do not start by
   * themselves, since a restored namespace must not trigger all its savepoints at once (R22).
   */
  private static String copyMessage(String original) {
    return "this resource is a copy or a restored backup of the one with workflow %s; to start it, remove the annotation %s"
        .formatted(original, SnapshotAnnotations.WORKFLOW_ID);
  }

  private ClaimPlan unsettled() {
    var attempt = attempts.underWay();
    if (attempt.isPresent() && view.type() != null && view.job() != null) {
      return resume(attempt.get(), view.job());
    }
    return attempts.triggeredByStatus() && observed.running().isEmpty()
        ? ClaimPlan.of(
            new ClaimDecision.Abandon(
                "its job no longer exists, or has no job id, since the snapshot was triggered"))
        : next();
  }

  /** Plans a snapshot without an attempt in progress; edits of the spec do not affect one (R20). */
  private ClaimPlan next() {
    var error = declared.error();
    if (error.isPresent()) {
      return ClaimPlan.of(new ClaimDecision.Invalid(error.get()));
    }
    if (declared.alreadyExists()) {
      return ClaimPlan.of(new ClaimDecision.Import(declared.path().orElseThrow()));
    }
    return startAttempt();
  }

  private ClaimPlan resume(RecordedAttempt attempt, JobReference job) {
    return ClaimPlan.of(
        interruption(attempt, job)
            .<ClaimDecision>map(
                reason ->
                    new ClaimDecision.LastLook(attempts.trigger(attempt, Mode.SETTLE), reason))
            .orElseGet(() -> new ClaimDecision.Attempt(attempts.trigger(attempt, resumed()))));
  }

  /** Returns the mode of an attempt under way: one that Flink has accepted is never sent again. */
  private Mode resumed() {
    return attempts.triggeredByStatus() ? Mode.SETTLE : Mode.UNDER_WAY;
  }

  /**
   * Returns the reason for which the job will not complete the attempt, by the job's resource;
   * empty if it will (R11).
   */
  private Optional<String> interruption(RecordedAttempt attempt, JobReference reference) {
    if (observed.job().isEmpty()) {
      return Optional.of(reference + " was deleted during the attempt");
    }
    var job = observed.job().get();
    if (job.beingDeleted() || job.suspended() || job.stopped()) {
      return Optional.of(reference + " was stopped during the attempt");
    }
    return attempt
        .replacedBy(job)
        .or(() -> Optional.of(job).filter(JobResource::ended).map(JobResource::describeState));
  }

  private ClaimPlan startAttempt() {
    return obstacle().map(ClaimPlan::of).orElseGet(this::start);
  }

  private ClaimPlan start() {
    if (!clusterFirst && !attempts.needFlinksDirectory()) {
      return firstTry(attempts.next(observed.running().orElseThrow()));
    }
    var job = observed.flinkCluster().orElseThrow();
    return ClaimPlan.of(
        clusterFirst ? new ClaimDecision.LookAtCluster(job) : new ClaimDecision.ReadDirectory(job));
  }

  /**
   * Returns the decision for a snapshot that cannot be triggered now; empty if it can (R7, R10).
   */
  private Optional<ClaimDecision> obstacle() {
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
      return Optional.of(new ClaimDecision.WaitForJob(notSubmitted(job, reference)));
    }
    return notRunning(job).or(this::unusableConfiguration).or(this::refusal);
  }

  /** Returns the decision for a job that is not running by its resource; empty if it is. */
  private static Optional<ClaimDecision> notRunning(JobResource job) {
    if (job.ended()) {
      var jobId = job.jobId().orElseThrow();
      return Optional.of(new ClaimDecision.JobEnded(jobId, job.describeState()));
    }
    return Optional.of(job)
        .filter(JobResource::starting)
        .map(JobResource::describeState)
        .map(ClaimDecision.WaitForJob::new);
  }

  private Optional<ClaimDecision> unusableConfiguration() {
    return observed
        .addressError()
        .or(
            () ->
                view.type() == SnapshotType.CHECKPOINT
                    ? observed.checkpointTypeError()
                    : Optional.empty())
        .map(ClaimDecision.Invalid::new);
  }

  private Optional<ClaimDecision> refusal() {
    return attempts.refusal().map(ClaimDecision.Refused::new);
  }

  private static String notSubmitted(JobResource job, JobReference reference) {
    return job.jobId().isEmpty()
        ? reference + " has no job id in its status yet"
        : "the FlinkDeployment of " + reference + " does not exist yet";
  }

  /** Plans the attempt from its written form, so that each run that reads it sends the same. */
  private ClaimPlan firstTry(RecordedAttempt attempt) {
    return new ClaimPlan(
        new ClaimDecision.Attempt(attempts.trigger(attempt, Mode.FIRST)), Optional.of(attempt));
  }
}
