package io.tidemark.kubernetes.job;

import io.tidemark.kubernetes.job.SessionJobObservation.Written;
import io.tidemark.kubernetes.model.ReconciliationStatus.State;
import io.tidemark.workflow.job.ChangeOutcome;
import io.tidemark.workflow.job.JobDecision;
import io.tidemark.workflow.job.JobLook;
import io.tidemark.workflow.job.JobPhase;
import io.tidemark.workflow.job.KnownJob;
import io.tidemark.workflow.job.ReadinessRequest;
import io.tidemark.workflow.model.DurationFormatter;
import io.tidemark.workflow.model.SavepointPath;
import io.tidemark.workflow.resource.EventReason;
import io.tidemark.workflow.resource.ResourceEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Plans for a job that Flink is known to have, and whose spec asks for nothing else: until its
 * tasks run, and when it has ended or was lost (U7, U10). Pure.
 */
final class RunningPlanner {
  private static final String FAILED = "FAILED";

  /** How long one step waits for a job that is overdue, however short its own limit was. */
  private static final Duration AFTER_DEADLINE = Duration.ofMinutes(5);

  private final SessionJobObservation observed;
  private final SessionJob job;
  private final SessionJobStatus status;
  private final Submission submission;

  RunningPlanner(SessionJobObservation observed, Submission submission) {
    this.observed = observed;
    this.job = observed.job();
    this.status = job.status();
    this.submission = submission;
  }

  JobStep plan() {
    if (status.reconciliation().hasRun() && observed.written() == Written.END) {
      return finished();
    }
    return observed
        .look(submission.jobId())
        .map(this::after)
        .orElseGet(() -> isConfirmed() ? look() : awaitReady());
  }

  /** The spec of a rollback has run before, which says nothing of the job that has it now. */
  private boolean isConfirmed() {
    return status.reconciliation().hasRun()
        && !(isRolledBack() && "RECONCILING".equals(status.jobState()));
  }

  private boolean isRolledBack() {
    return status.reconciliation().is(State.ROLLED_BACK);
  }

  /** Cancels the job of a submission that was given up after its start, and records its end. */
  JobStep abandon() {
    return observed
        .look(submission.jobId())
        .filter(JobLook::over)
        .map(look -> JobStep.write(status.givenUp(endState(look), observed.now())))
        .orElseGet(() -> Answers.cancel(observed, submission.jobId(), JobPhase.ROLLING_BACK));
  }

  private static String endState(JobLook look) {
    return look.known() == null ? "CANCELED" : look.known().state();
  }

  private JobStep look() {
    return Answers.look(observed, submission.jobId(), JobPhase.LOOKING);
  }

  private JobStep awaitReady() {
    var rest = Duration.between(observed.now(), deadline());
    var longest = observed.now().isBefore(deadline()) ? rest : AFTER_DEADLINE;
    return JobStep.answer(
        new JobDecision.AwaitReady(
            new ReadinessRequest(observed.flink(submission.jobId()), longest)),
        JobPhase.CONFIRMING);
  }

  private Instant deadline() {
    return submission.time().plus(observed.options().readinessTimeout());
  }

  private JobStep after(JobLook look) {
    var known = look.known();
    if (known == null) {
      return isForgotten() ? forgotten() : new LostJobPlanner(observed, submission).lostByItself();
    }
    var problem = new StateKeeping(observed).problem(look);
    return isConfirmed() ? running(known, problem) : notStable(known, problem);
  }

  /** Returns whether the job was seen to have ended, after which Flink forgets it. */
  private boolean isForgotten() {
    return status.ended() && !(isFailed() && observed.options().restartsFailed());
  }

  private boolean isFailed() {
    return FAILED.equals(status.jobState());
  }

  private JobStep forgotten() {
    if ("FINISHED".equals(status.jobState()) && !status.reconciliation().hasRun()) {
      return JobStep.write(status.stable("FINISHED"));
    }
    return Answers.done(
        isFailed() ? ChangeOutcome.FAILED : ChangeOutcome.UNCHANGED,
        status.upgradeSavepointPath(),
        "The job has ended, its last state was %s.".formatted(status.jobState()));
  }

  private JobStep running(KnownJob known, Optional<String> problem) {
    if (known.state().equals(FAILED) && observed.options().restartsFailed()) {
      return new LostJobPlanner(observed, submission).restart(known);
    }
    if (known.ended() && !known.state().equals(status.jobState())) {
      return JobStep.write(status.withJobState(known.state()));
    }
    if (known.state().equals(FAILED)) {
      return Answers.done(ChangeOutcome.FAILED, known.newestState(), failure(known));
    }
    if (problem.isPresent()) {
      return Answers.invalid(observed, EventReason.VALIDATION_ERROR, problem.get());
    }
    return withoutOldError()
        .orElseGet(
            () ->
                Answers.done(
                    ChangeOutcome.UNCHANGED,
                    status.upgradeSavepointPath(),
                    isRolledBack()
                        ? rolledBack()
                        : "The job is %s by its spec.".formatted(known.state())));
  }

  /** Removes the error of a spec that was corrected; that of a rollback stays. */
  private Optional<JobStep> withoutOldError() {
    return status.error() == null || submission.rollback()
        ? Optional.empty()
        : Optional.of(JobStep.write(status.withError(null)));
  }

  private static String failure(KnownJob known) {
    return "The job has failed: " + Answers.reason(known.failure());
  }

  private JobStep notStable(KnownJob known, Optional<String> problem) {
    if (known.ready() || known.state().equals("FINISHED")) {
      return problem.map(text -> withProblem(stable(known), text)).orElseGet(() -> stable(known));
    }
    if (observed.requests().rollBack() && canRollBack()) {
      return givenUp("The signal rollBack was sent.");
    }
    if (known.ended() || !observed.now().isBefore(deadline())) {
      return notReady(known);
    }
    return awaitReady();
  }

  /** A job whose state its upgrade mode cannot keep runs on, and says so from the start (U11). */
  private static JobStep withProblem(JobStep stable, String problem) {
    var write = (JobStep.WriteStatus) stable;
    return write.status().error() == null
        ? new JobStep.WriteStatus(write.status().withError(problem), write.marks(), write.events())
            .with(EventReason.VALIDATION_ERROR, problem)
        : write;
  }

  private JobStep stable(KnownJob known) {
    var step = JobStep.write(status.stable(known.state()), Written.END);
    return restoredElsewhere(known)
        .map(
            text ->
                step.with(
                    new ResourceEvent(EventReason.RESTORED_ELSEWHERE, text, submission.jobId())))
        .orElse(step);
  }

  private Optional<String> restoredElsewhere(KnownJob known) {
    var wanted = submission.savepoint();
    return isSame(wanted, known.restored()) || known.ownCheckpoint()
        ? Optional.empty()
        : Optional.of(
            "Job %s was to start from %s, but Flink says that it was restored from %s; check its state."
                .formatted(submission.jobId(), orNothing(wanted), orNothing(known.restored())));
  }

  /** Returns whether two paths may be the same: Flink writes one in its own way. */
  private static boolean isSame(@Nullable String wanted, @Nullable String restored) {
    return (wanted == null || restored == null)
        ? Objects.equals(wanted, restored)
        : SavepointPath.of(wanted).mayEqual(SavepointPath.of(restored));
  }

  private static String orNothing(@Nullable String path) {
    return path == null ? "no state" : path;
  }

  private JobStep notReady(KnownJob known) {
    if (observed.options().rollsBackUnready() && canRollBack() && !known.ownCheckpoint()) {
      return givenUp(
          known.ended()
              ? failure(known)
              : "Its tasks did not run within %s: %s"
                  .formatted(
                      DurationFormatter.of(observed.options().readinessTimeout()),
                      Objects.requireNonNullElse(known.failure(), known.state())));
    }
    if (!known.ended()) {
      return awaitReady();
    }
    return known.state().equals(status.jobState())
        ? Answers.done(ChangeOutcome.FAILED, submission.savepoint(), failure(known))
        : JobStep.write(status.withJobState(known.state()).withError(failure(known)))
            .with(new ResourceEvent(EventReason.START_FAILED, failure(known), submission.jobId()));
  }

  private boolean canRollBack() {
    return !submission.rollback() && status.stableSpec().isPresent();
  }

  private JobStep givenUp(String reason) {
    return JobStep.annotate(Submission.ANNOTATION, submission.refused(reason));
  }

  private JobStep finished() {
    var path = submission.savepoint();
    if (isRolledBack()) {
      return Answers.done(ChangeOutcome.ROLLED_BACK, path, rolledBack());
    }
    return Answers.done(
        submission.previousJobId() == null ? ChangeOutcome.STARTED : ChangeOutcome.UPGRADED,
        path,
        "Generation %d runs as job %s.".formatted(submission.generation(), submission.jobId()));
  }

  private String rolledBack() {
    return Objects.requireNonNullElse(status.error(), "The last stable spec runs again.");
  }
}
