package io.tidemark.kubernetes.job;

import static java.util.Objects.requireNonNull;

import io.tidemark.workflow.job.ChangeOutcome;
import io.tidemark.workflow.job.JobDecision;
import io.tidemark.workflow.job.JobLook;
import io.tidemark.workflow.job.JobPhase;
import io.tidemark.workflow.job.KnownJob;
import io.tidemark.workflow.job.ReadinessRequest;
import io.tidemark.workflow.resource.EventReason;
import io.tidemark.workflow.resource.ResourceEvent;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Plans the end of a running job for a change of its spec: first the new jar, then what its state
 * needs (U1, U6, U7, U9). Pure.
 */
final class ChangePlanner {
  private static final Duration POLL = Duration.ofSeconds(5);
  private static final Duration READINESS_WAIT = Duration.ofMinutes(5);
  private static final Duration UNTIL_READY = Duration.ofSeconds(30);

  /** The phases in which a change ends, until the spec changes or a person acts. */
  private static final Set<JobPhase> FINAL_PHASES = Set.of(JobPhase.HELD, JobPhase.DONE);

  private final SessionJobObservation observed;
  private final SessionJob job;
  private final SessionJobSpec spec;
  private final Submission submission;
  private final boolean valid;
  private final boolean redeploy;
  private final StopPlanner stops;

  ChangePlanner(SessionJobObservation observed, Submission submission, SpecDifference difference) {
    this.observed = observed;
    this.job = observed.job();
    this.spec = observed.spec();
    this.submission = submission;
    this.valid = SpecValidation.problem(observed).isEmpty();
    this.redeploy = valid && difference.redeploy();
    this.stops = new StopPlanner(observed, submission, this::ended);
  }

  JobStep plan() {
    var look = observed.look(submission.jobId());
    return look.filter(it -> it.known() == null)
        .map(it -> lost())
        .orElseGet(() -> look.isEmpty() ? lookBeforeFinalAnswer(next()) : next());
  }

  /**
   * Asks Flink for the job before a final answer, which leaves the job as it is: Flink may have
   * lost it meanwhile (U10). A person who gives the change up does not wait for Flink.
   */
  private JobStep lookBeforeFinalAnswer(JobStep step) {
    return step instanceof JobStep.Answer answer
            && FINAL_PHASES.contains(answer.phase())
            && !observed.requests().cancelled()
        ? Answers.look(observed, submission.jobId(), JobPhase.LOOKING)
        : step;
  }

  private JobStep next() {
    return directory()
        .or(this::jar)
        .or(this::afterLook)
        .or(this::stopping)
        .or(this::givenUp)
        .orElseGet(() -> Answers.look(observed, submission.jobId(), JobPhase.LOOKING));
  }

  /** A spec whose savepoints have no directory is refused before anything else (U11). */
  private Optional<JobStep> directory() {
    return job.stop().isPresent()
        ? Optional.empty()
        : new StateKeeping(observed).beforeJar(submission.jobId(), null);
  }

  /** Nothing of the running job is touched before the new jar lies on the cluster. */
  private Optional<JobStep> jar() {
    return spec.suspended() || isStopUnderWay()
        ? Optional.empty()
        : new JarPlanner(observed).prepare(false);
  }

  private boolean isStopUnderWay() {
    return job.stopUnderWay();
  }

  /** A try that was sent is waited for, also when the spec asks for another end meanwhile. */
  private Optional<JobStep> stopping() {
    return withSavepoint() || isStopUnderWay() ? stops.underWay() : Optional.empty();
  }

  private Optional<JobStep> givenUp() {
    return observed.requests().cancelled()
        ? Optional.of(
            Answers.done(
                ChangeOutcome.HELD,
                observed.status().upgradeSavepointPath(),
                "The change was given up by a cancellation; the job runs on."))
        : Optional.empty();
  }

  private Optional<JobStep> afterLook() {
    return observed.look(submission.jobId()).flatMap(this::after);
  }

  /** Returns empty while a stop is under way for a job that has not ended. */
  private Optional<JobStep> after(JobLook look) {
    var known = requireNonNull(look.known(), "known is null");
    if (known.ended()) {
      return Optional.of(endedByItself(known));
    }
    if (job.stop().filter(StopAttempt::cancel).isPresent()) {
      return Optional.of(cancel());
    }
    return stopping().isPresent() || observed.requests().cancelled()
        ? Optional.empty()
        : Optional.of(pending(known).or(this::held).orElseGet(() -> end(known)));
  }

  private boolean stateless() {
    return valid && spec.stateless();
  }

  private boolean withSavepoint() {
    return spec.upgradeMode().equals(SessionJobSpec.SAVEPOINT) && !redeploy;
  }

  private JobStep end(KnownJob known) {
    if (redeploy || stateless()) {
      return cancel();
    }
    if (withSavepoint() && known.ready()) {
      return stops.first();
    }
    if (withSavepoint() && !observed.options().fallsBackToLastState()) {
      return awaitReady();
    }
    return lastState(known);
  }

  /** Waits for a job that can be stopped with a savepoint only. */
  private JobStep awaitReady() {
    var request = new ReadinessRequest(observed.flink(submission.jobId()), READINESS_WAIT);
    return JobStep.answer(new JobDecision.AwaitReady(request), JobPhase.STOPPING);
  }

  /** Cancels a job only if its newest checkpoint will survive that (J15). */
  private JobStep lastState(KnownJob known) {
    if (known.newestState() == null && !observed.status().firstStart()) {
      return blocked("it has no completed checkpoint");
    }
    return known.newestState() == null || Boolean.TRUE.equals(known.keepsCheckpoints())
        ? cancel()
        : blocked("its checkpoints do not survive a cancel");
  }

  /** Looks again, since a job that restarts may get ready for a savepoint or take a checkpoint. */
  private JobStep blocked(String why) {
    return Answers.hold(
        observed, EventReason.UPGRADE_BLOCKED, KnownState.wouldBeLost(observed, why), UNTIL_READY);
  }

  /** Marks the cancel first: a job that was cancelled for a change is not left as it is. */
  private JobStep cancel() {
    return job.stop().filter(StopAttempt::cancel).isPresent()
        ? Answers.cancel(observed, submission.jobId(), JobPhase.STOPPING)
        : JobStep.annotate(
            StopAttempt.ANNOTATION,
            StopAttempt.ofCancel(submission.number(), job.generation(), observed.now()));
  }

  private Optional<JobStep> held() {
    return Answers.heldByPerson(observed, "the job is stopped");
  }

  /** A stop makes snapshots in progress fail, so they are waited for (U9). */
  private Optional<JobStep> pending(KnownJob known) {
    if (!known.savepointRunning() || observed.options().ignoresPendingSavepoints()) {
      return Optional.empty();
    }
    var waiting = job.stop();
    if (waiting.isEmpty()) {
      return Optional.of(
          JobStep.annotate(
              StopAttempt.ANNOTATION,
              StopAttempt.of(submission.number(), 0, job.generation(), observed.now())));
    }
    var deadline = observed.settings().snapshotDeadline();
    return deadline.isZero() || observed.now().isBefore(waiting.get().time().plus(deadline))
        ? Optional.of(
            Answers.wait(
                "A savepoint of the job is in progress; the change waits for it.",
                POLL,
                JobPhase.STOPPING))
        : Optional.empty();
  }

  private JobStep lost() {
    return redeploy
        ? ended("CANCELED", spec.initialSavepointPath().orElse(null))
        : new LostJobPlanner(observed, submission).lostInChange();
  }

  private JobStep endedByItself(KnownJob known) {
    if (redeploy) {
      return ended(known.state(), spec.initialSavepointPath().orElse(null));
    }
    if (stateless()) {
      return ended(known.state(), null);
    }
    var path =
        Optional.ofNullable(known.newestState())
            .or(() -> Optional.ofNullable(observed.requests().useState()));
    return path.isPresent() || observed.status().firstStart()
        ? ended(known.state(), path.or(() -> spec.initialSavepointPath()).orElse(null))
        : Answers.hold(observed, EventReason.UPGRADE_BLOCKED, KnownState.missing(observed));
  }

  /** Records the end. A spec that is invalid is not reached by it. */
  private JobStep ended(String state, @Nullable String path) {
    var text =
        path == null
            ? "Stopped job %s; nothing of its state is kept.".formatted(submission.jobId())
            : "Stopped job %s; it can continue from %s.".formatted(submission.jobId(), path);
    var status = observed.status();
    var reached = valid ? spec : status.reconciledSpec().orElse(spec);
    var generation = valid ? job.generation() : status.observedGeneration();
    return JobStep.write(status.ended(state, path, reached, generation, observed.now()))
        .with(new ResourceEvent(EventReason.JOB_STOPPED, text, submission.jobId()));
  }
}
