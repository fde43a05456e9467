package io.tidemark.kubernetes.job;

import io.tidemark.kubernetes.job.SessionJobObservation.Written;
import io.tidemark.workflow.job.JobDecision;
import io.tidemark.workflow.job.JobPhase;
import io.tidemark.workflow.job.StopRequest;
import io.tidemark.workflow.job.StopResult;
import io.tidemark.workflow.model.Backoff;
import io.tidemark.workflow.resource.EventReason;
import io.tidemark.workflow.resource.ResourceEvent;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Plans a stop with savepoint: one try at a time, each on the resource before Flink is called (U1).
 * Pure.
 */
final class StopPlanner {
  private static final Duration UNTIL_A_PERSON_ACTS = Duration.ofHours(1);

  private final SessionJobObservation observed;
  private final SessionJob job;
  private final Submission submission;
  private final BiFunction<String, @Nullable String, JobStep> ended;

  /**
   * Prepares the plan.
   *
   * @param ended returns the step after the end, from Flink's state of the job and the savepoint
   */
  StopPlanner(
      SessionJobObservation observed,
      Submission submission,
      BiFunction<String, @Nullable String, JobStep> ended) {
    this.observed = observed;
    this.job = observed.job();
    this.submission = submission;
    this.ended = ended;
  }

  /** Returns the step of a try that was sent; empty without one. */
  Optional<JobStep> underWay() {
    return job.stop().filter(stop -> stop.tries() > 0).flatMap(this::underWay);
  }

  /** Sends the first try. */
  JobStep first() {
    return held().orElseGet(() -> attempt(1));
  }

  private Optional<JobStep> underWay(StopAttempt stop) {
    if (stop.path() != null) {
      return Optional.of(ended.apply(stop.failure() == null ? "FINISHED" : "FAILED", stop.path()));
    }
    if (stop.hasFailed()) {
      return Optional.of(afterFailure(stop));
    }
    var triggerId = job.id().stopTriggerId(submission.number(), stop.tries());
    return Optional.of(
        observed
            .stopResult(triggerId)
            .map(result -> after(result, stop))
            .orElseGet(() -> send(stop, triggerId)));
  }

  private JobStep send(StopAttempt stop, String triggerId) {
    var options = observed.stopOptions();
    var request =
        new StopRequest(
            observed.flink(submission.jobId()),
            triggerId,
            options.savepointDirectory().orElse(null),
            options.formatType(),
            options.drain(),
            observed.written() == Written.STOP,
            stop.time());
    return JobStep.answer(new JobDecision.Stop(request), JobPhase.STOPPING);
  }

  private JobStep after(StopResult result, StopAttempt stop) {
    return switch (result.outcome()) {
      case STOPPED -> JobStep.annotate(StopAttempt.ANNOTATION, stop.completed(path(result), null));
      case STOPPED_WITH_FAILURE ->
          JobStep.annotate(StopAttempt.ANNOTATION, stop.completed(path(result), reason(result)))
              .with(withFailure(result));
      case FAILED -> failed(stop, reason(result));
      case ENDED_WITHOUT -> Answers.look(observed, submission.jobId(), JobPhase.STOPPING);
    };
  }

  private static String path(StopResult result) {
    return Objects.requireNonNull(result.path(), "path is null");
  }

  private static String reason(StopResult result) {
    return Answers.reason(result.message());
  }

  private ResourceEvent withFailure(StopResult result) {
    var text =
        "The savepoint %s of the stop of job %s is complete, but the job failed while it stopped, so transactions may be open: %s"
            .formatted(result.path(), submission.jobId(), reason(result));
    return new ResourceEvent(EventReason.STOPPED_WITH_FAILURE, text, submission.jobId());
  }

  private JobStep failed(StopAttempt stop, String reason) {
    var wait = exhausted(stop) ? UNTIL_A_PERSON_ACTS : Backoff.ATTEMPTS.after(stop.tries());
    return JobStep.annotate(StopAttempt.ANNOTATION, stop.failed(reason, observed.now().plus(wait)));
  }

  private boolean exhausted(StopAttempt stop) {
    return stop.tries() % observed.settings().stopTries() == 0;
  }

  private JobStep afterFailure(StopAttempt stop) {
    if (observed.requests().retry()
        || stop.generation() != job.generation()
        || !observed.now().isBefore(stop.nextTry())) {
      return held().orElseGet(() -> attempt(stop.tries() + 1));
    }
    if (exhausted(stop)) {
      return Answers.hold(observed, EventReason.UPGRADE_FAILED, exhaustedText(stop));
    }
    return Answers.wait(
        "The stop has failed, and is tried again: " + stop.failure(),
        Duration.between(observed.now(), stop.nextTry()),
        JobPhase.STOPPING);
  }

  private String exhaustedText(StopAttempt stop) {
    return "Job %s could not be stopped with a savepoint in %d tries, and runs on: %s Fix the cause, then send the signal retryNow, or change the spec."
        .formatted(submission.jobId(), stop.tries(), stop.failure());
  }

  private Optional<JobStep> held() {
    return Answers.heldByPerson(observed, "the stop");
  }

  private JobStep attempt(int tries) {
    return JobStep.annotate(
        StopAttempt.ANNOTATION,
        StopAttempt.of(submission.number(), tries, job.generation(), observed.now()),
        Written.STOP);
  }
}
