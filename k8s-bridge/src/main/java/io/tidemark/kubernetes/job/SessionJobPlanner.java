package io.tidemark.kubernetes.job;

import io.tidemark.kubernetes.job.SessionJobObservation.Written;
import io.tidemark.workflow.job.ChangeOutcome;
import io.tidemark.workflow.resource.EventReason;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides the next step of a session job (U5). Pure: the same observation, the same step. */
final class SessionJobPlanner {
  private final SessionJobObservation observed;
  private final SessionJob job;
  private final SessionJobStatus status;

  SessionJobPlanner(SessionJobObservation observed) {
    this.observed = observed;
    this.job = observed.job();
    this.status = job.status();
  }

  JobStep plan() {
    if (job.servedByOthers().isPresent()) {
      return Answers.done(
          ChangeOutcome.UNCHANGED, status.upgradeSavepointPath(), job.servedByOthers().get());
    }
    var takeOver = new TakeOverPlanner(observed).plan();
    if (takeOver.isPresent()) {
      return takeOver.get();
    }
    if (job.beingDeleted()) {
      return new EndPlanner(observed).plan();
    }
    if (job.submissionUnreadable()) {
      return Answers.invalid(
          observed,
          EventReason.SUBMISSION_UNREADABLE,
          "The annotation %s cannot be read, so nothing is submitted; restore it, or remove it to start the job again."
              .formatted(Submission.ANNOTATION));
    }
    return valid();
  }

  private JobStep valid() {
    var sent = job.submission().filter(this::isSent);
    if (sent.isPresent() && observed.hasAddress()) {
      return new SubmissionPlanner(observed, sent.get()).send();
    }
    var ending = job.submission().filter(this::isEnding);
    if (ending.isPresent() && observed.hasAddress()) {
      return started(ending.get());
    }
    var problem = SpecValidation.problem(observed);
    if (problem.isPresent()) {
      return invalid(problem.get());
    }
    return observed.hasAddress() ? plan(job.submission()) : Answers.waitForCluster(observed);
  }

  /** Leaves the job that runs as it is, and reports its loss, whatever its spec says now (U11). */
  private JobStep invalid(String problem) {
    return job.submission()
        .filter(status::confirms)
        .filter(it -> observed.hasAddress() && !status.ended() && !observed.requests().cancelled())
        .map(it -> new LostJobPlanner(observed, it).whileInvalid(problem))
        .orElseGet(() -> Answers.invalid(observed, EventReason.VALIDATION_ERROR, problem));
  }

  /**
   * Returns whether Flink may be ending the job. Its state is recorded before anything else, since
   * Flink forgets it.
   */
  private boolean isEnding(Submission submission) {
    return status.confirms(submission)
        && job.stopUnderWay()
        && observed.stopOptions().error().isEmpty();
  }

  private boolean isSent(Submission submission) {
    return submission.jarId() != null && !status.confirms(submission);
  }

  private JobStep plan(Optional<Submission> submission) {
    if (submission.filter(status::confirms).isPresent()) {
      return started(submission.get());
    }
    if (submission.filter(this::isUnsettled).isPresent()) {
      var planner = new SubmissionPlanner(observed, submission.get());
      return submission.get().refusal() == null ? planner.settle() : planner.afterRefusal();
    }
    return notRunning(submission);
  }

  /** Returns whether it is still to be decided what follows from the submission. */
  private boolean isUnsettled(Submission submission) {
    return submission.jobId().equals(status.jobId()) && status.started() && status.changing();
  }

  private JobStep started(Submission submission) {
    var fence = new JarPlanner(observed).fence(submission);
    if (fence.isPresent()) {
      return fence.get();
    }
    if (submission.refusal() != null) {
      return isFailed()
          ? notRunning(Optional.of(submission))
          : new RunningPlanner(observed, submission).abandon();
    }
    return running(submission);
  }

  /** Returns whether the submission has failed, and nothing could run instead. */
  private boolean isFailed() {
    return "FAILED".equals(status.jobState())
        && status.error() != null
        && !status.reconciliation().hasRun();
  }

  private JobStep running(Submission submission) {
    var reached = status.reconciledSpec().orElseThrow();
    var difference = SpecDifference.of(observed.spec(), reached);
    var rolledBack = submission.rollback() && submission.generation() == job.generation();
    var stopping = job.stopUnderWay();
    if (stopping || (!rolledBack && (observed.spec().suspended() || !difference.none()))) {
      return new ChangePlanner(observed, submission, difference).plan();
    }
    return rolledBack || status.observedGeneration() == job.generation()
        ? withoutChange(submission)
        : JobStep.write(status.unchanged(observed.spec(), job.generation(), observed.now()));
  }

  private JobStep withoutChange(Submission submission) {
    return new JarPlanner(observed)
        .discard()
        .orElseGet(() -> new RunningPlanner(observed, submission).plan());
  }

  private JobStep notRunning(Optional<Submission> submission) {
    var snapshot = upgradeSnapshot();
    if (snapshot.isPresent()) {
      return snapshot.get();
    }
    if (observed.spec().suspended()) {
      return suspended();
    }
    return submission
        .filter(it -> it.refusal() != null)
        .map(this::afterFailure)
        .orElseGet(() -> new StartPlanner(observed).start(previousJobId(submission)));
  }

  /** Returns the job that the next one replaces; null if it was suspended before. */
  private @Nullable String previousJobId(Optional<Submission> submission) {
    return status.stopped() && status.changing()
        ? submission.map(Submission::jobId).orElse(null)
        : null;
  }

  /** A refused generation is not tried again, the next one is (U7). */
  private JobStep afterFailure(Submission submission) {
    return submission.generation() == job.generation()
        ? Answers.done(
            ChangeOutcome.FAILED,
            submission.savepoint(),
            Objects.requireNonNullElse(status.error(), "The start has failed."))
        : new StartPlanner(observed).start(null);
  }

  /** Returns the snapshot of the stop, which is there before the next submission (U8). */
  private Optional<JobStep> upgradeSnapshot() {
    return observed.written() == Written.SNAPSHOT || !status.stopped() || !status.changing()
        ? Optional.empty()
        : job.stop()
            .filter(stop -> stop.path() != null)
            .filter(stop -> stop.path().equals(status.upgradeSavepointPath()))
            .map(stop -> new JobStep.CreateSnapshot(stop.path(), stop.time(), List.of()));
  }

  private JobStep suspended() {
    var jar = new JarPlanner(observed).discard();
    if (jar.isPresent()) {
      return jar.get();
    }
    var path = status.upgradeSavepointPath();
    if (status.reconciledSpec().isEmpty()) {
      return status.error() == null && "CREATED".equals(job.lifecycleState())
          ? Answers.done(ChangeOutcome.UNCHANGED, path, "The job is suspended, and was never run.")
          : JobStep.write(status.withError(null));
    }
    var reached = !status.changing() && status.stopped();
    if (reached && status.observedGeneration() == job.generation()) {
      return observed.written() == Written.END
          ? Answers.done(ChangeOutcome.SUSPENDED, path, "The job is suspended.")
          : Answers.done(ChangeOutcome.UNCHANGED, path, "The job is suspended.");
    }
    return JobStep.write(
        status.suspended(observed.spec(), job.generation(), observed.now()),
        reached ? Written.NOTHING : Written.END);
  }
}
