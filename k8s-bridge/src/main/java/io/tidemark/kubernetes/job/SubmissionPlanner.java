package io.tidemark.kubernetes.job;

import io.tidemark.kubernetes.job.SessionJobObservation.Written;
import io.tidemark.kubernetes.model.ReconciledSpec;
import io.tidemark.workflow.job.JobDecision;
import io.tidemark.workflow.job.JobLook;
import io.tidemark.workflow.job.JobPhase;
import io.tidemark.workflow.job.ProgramReference;
import io.tidemark.workflow.job.ProgramReference.Spec;
import io.tidemark.workflow.job.SubmissionRequest;
import io.tidemark.workflow.job.SubmissionResult;
import io.tidemark.workflow.resource.EventReason;
import io.tidemark.workflow.resource.ResourceEvent;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Plans a submission that the resource carries until Flink is known to have its job, or to have
 * refused it (U4, U7). Pure.
 */
final class SubmissionPlanner {
  private final SessionJobObservation observed;
  private final SessionJob job;
  private final Submission submission;
  private final JarPlanner jars;

  SubmissionPlanner(SessionJobObservation observed, Submission submission) {
    this.observed = observed;
    this.job = observed.job();
    this.submission = submission;
    this.jars = new JarPlanner(observed);
  }

  /** Plans a submission with a jar. */
  JobStep send() {
    if (submission.refusal() != null) {
      return jars.fence(submission).orElseThrow();
    }
    if (!isInStatus()) {
      return recorded();
    }
    return observed
        .submissionResult(submission.jobId())
        .map(this::after)
        .or(() -> known().map(look -> started()))
        .orElseGet(this::submit);
  }

  /** Plans a submission whose jar is gone, and which may or may not have arrived. */
  JobStep settle() {
    return observed
        .look(submission.jobId())
        .map(look -> look.known() == null ? unknown() : started())
        .orElseGet(() -> Answers.look(observed, submission.jobId(), JobPhase.CONFIRMING));
  }

  /**
   * Starts the job again, after a job of another system can no longer appear. A job that the other
   * system was cancelling has run since its submission, so its state is not the path of its start.
   */
  private JobStep unknown() {
    return !submission.isOurs(job.id()) && observed.status().cancelling()
        ? new LostJobPlanner(observed, submission).lostInChange()
        : Answers.awaitAppearance(observed, submission, JobPhase.CONFIRMING).orElseGet(this::again);
  }

  /** Plans a submission that was refused, and whose jar is gone. */
  JobStep afterRefusal() {
    var reason = Objects.requireNonNull(submission.refusal(), "refusal is null");
    return rollsBack() ? rollBack(reason) : failed(reason);
  }

  private JobStep rollBack(String reason) {
    var text =
        "Generation %d was rolled back to the last stable spec: %s"
            .formatted(submission.generation(), reason);
    return text.equals(observed.status().error())
        ? new StartPlanner(observed).rollBack(submission)
        : JobStep.write(observed.status().withError(text));
  }

  /** Returns whether the status names this submission and its spec, from which it is sent. */
  private boolean isInStatus() {
    var status = observed.status();
    return submission.jobId().equals(status.jobId())
        && submission.generation() == status.observedGeneration()
        && status.started();
  }

  /**
   * Writes the submission to the status. A spec that was edited before that write was not sent, so
   * the submission is given up.
   */
  private JobStep recorded() {
    var spec =
        submission.rollback()
            ? observed.status().stableSpec()
            : Optional.of(ReconciledSpec.of(observed.spec().raw(), isFirst()))
                .filter(it -> submission.generation() == job.generation());
    return spec.map(it -> observed.status().submitting(submission, it, observed.now()))
        .map(JobStep::write)
        .map(this::withRollback)
        .or(() -> jars.fence(submission))
        .orElseThrow();
  }

  private boolean isFirst() {
    return observed.status().firstStart();
  }

  private JobStep withRollback(JobStep step) {
    var error = observed.status().error();
    return submission.rollback() && error != null
        ? step.with(new ResourceEvent(EventReason.ROLLED_BACK, error, submission.jobId()))
        : step;
  }

  private Optional<JobLook> known() {
    return observed.look(submission.jobId()).filter(look -> look.known() != null);
  }

  private JobStep submit() {
    var program =
        new ProgramReference(
            job.id(),
            submission.rollback() ? Spec.LAST_STABLE : Spec.LAST_RECONCILED,
            submission.generation());
    var request =
        new SubmissionRequest(
            program,
            observed.flink(submission.jobId()),
            Objects.requireNonNull(submission.jarId(), "jarId is null"),
            submission.savepoint(),
            observed.written() == Written.SUBMISSION,
            observed.settings().submissionTimeout());
    return JobStep.answer(
        new JobDecision.Submit(request),
        submission.rollback() ? JobPhase.ROLLING_BACK : JobPhase.STARTING);
  }

  private JobStep after(SubmissionResult result) {
    var message = Answers.reason(result.message());
    return switch (result.outcome()) {
      case STARTED -> started();
      case REFUSED -> refused(message);
      case RESTORE_REFUSED -> restoreRefused(message, result.fatalFile());
      case DISABLED -> refused(message).with(EventReason.SUBMISSION_DISABLED, message);
      case JAR_MISSING -> jarMissing();
      case OUTDATED -> Answers.look(observed, submission.jobId(), JobPhase.CONFIRMING);
    };
  }

  private JobStep restoreRefused(String reason, @Nullable String fatalFile) {
    var text =
        "The JobManager of FlinkDeployment %s will not start again while the file %s exists, since Flink refused to restore job %s. Remove this file before the next start of the JobManager."
            .formatted(observed.spec().deploymentName().orElse(""), fatalFile, submission.jobId());
    return fatalFile == null
        ? refused(reason)
        : refused(reason).with(EventReason.JOB_MANAGER_WILL_NOT_RESTART, text);
  }

  private JobStep refused(String reason) {
    return JobStep.annotate(Submission.ANNOTATION, submission.refused(reason));
  }

  /** A jar that is not there is a fence by itself. */
  private JobStep jarMissing() {
    return JobStep.annotate(Submission.ANNOTATION, submission.fenced());
  }

  private JobStep started() {
    var started = JobStep.write(observed.status().submitted(observed.now()));
    return submission.isOurs(job.id()) ? started.with(startedEvent()) : started;
  }

  private ResourceEvent startedEvent() {
    var spec =
        submission.rollback()
            ? "the last stable spec again"
            : "generation " + submission.generation();
    var from = submission.savepoint() == null ? "no state" : submission.savepoint();
    var text = "Started %s as job %s from %s.".formatted(spec, submission.jobId(), from);
    return new ResourceEvent(EventReason.JOB_STARTED, text, submission.jobId());
  }

  /** Records that no job was started, so that the start is repeated under the next number. */
  private JobStep again() {
    return JobStep.write(
        observed
            .status()
            .notStarted(submission.savepoint(), observed.spec(), job.generation(), observed.now()));
  }

  private boolean rollsBack() {
    return !submission.rollback()
        && observed.options().rollsBackRefused()
        && jars.rollbackRefusal().isEmpty()
        && observed.status().stableSpec().filter(it -> !suspended(it)).isPresent();
  }

  private static boolean suspended(ReconciledSpec spec) {
    return new SessionJobSpec(spec.spec()).suspended();
  }

  private JobStep failed(String reason) {
    var path = submission.savepoint();
    var text =
        "Generation %d was not started%s: %s"
            .formatted(
                submission.generation(),
                path == null ? "" : " from " + path,
                jars.rollbackRefusal()
                    .map(
                        jar ->
                            reason
                                + " The last stable spec cannot be started either, so no job runs: "
                                + jar)
                    .orElse(reason));
    return JobStep.write(observed.status().failed(text, observed.now()))
        .with(new ResourceEvent(EventReason.START_FAILED, text, submission.jobId()));
  }
}
