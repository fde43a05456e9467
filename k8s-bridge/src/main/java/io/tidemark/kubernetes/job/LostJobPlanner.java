package io.tidemark.kubernetes.job;

import io.tidemark.workflow.job.ChangeOutcome;
import io.tidemark.workflow.job.JobPhase;
import io.tidemark.workflow.job.KnownJob;
import io.tidemark.workflow.resource.EventReason;
import io.tidemark.workflow.resource.ResourceEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Plans for a job that Flink has lost, or that has failed by itself (U10). Pure. */
final class LostJobPlanner {
  /** The time for which a JobManager shows an ended job, unless it is configured otherwise. */
  private static final Duration REMEMBERED = Duration.ofHours(1);

  private final SessionJobObservation observed;
  private final SessionJobStatus status;
  private final Submission submission;

  LostJobPlanner(SessionJobObservation observed, Submission submission) {
    this.observed = observed;
    this.status = observed.status();
    this.submission = submission;
  }

  /**
   * Plans for a job that the JobManager, which answers, does not know. One that was last seen
   * running long ago can have ended and been forgotten since, so a person decides.
   */
  JobStep lostByItself() {
    return observed
        .job()
        .lastSeenRunning()
        .filter(seen -> seen.isBefore(observed.now().minus(REMEMBERED)))
        .filter(seen -> observed.requests().useState() == null)
        .map(this::mayHaveEnded)
        .orElseGet(this::lostInChange);
  }

  private JobStep mayHaveEnded(Instant seen) {
    var text =
        "%s It was last known to run at %s, so it may have ended by itself and been forgotten; it is not started again. To start it, change restartNonce."
            .formatted(text(), seen);
    return text.equals(status.error())
        ? Answers.hold(text)
        : JobStep.write(status.withJobState("RECONCILING").withError(text)).with(event(text));
  }

  /** Plans for such a job in a change that a person has asked for. */
  JobStep lostInChange() {
    if (observed.spec().stateless()) {
      return ended("FAILED", null).with(event());
    }
    if (status.firstStart()) {
      return ended("FAILED", submission.savepoint()).with(event());
    }
    return candidate()
        .map(path -> ended("FAILED", path).with(event()))
        .orElseGet(() -> held(text()));
  }

  /**
   * Plans for a job whose spec cannot be carried out: its problem is reported first, then Flink is
   * asked for the job.
   */
  JobStep whileInvalid(String problem) {
    var look = observed.look(submission.jobId());
    var reported = status.error() != null && status.error().endsWith(problem);
    if (look.isEmpty() && reported) {
      return Answers.look(observed, submission.jobId(), JobPhase.LOOKING);
    }
    if (look.isEmpty() || look.get().known() != null) {
      return Answers.invalid(observed, EventReason.VALIDATION_ERROR, problem);
    }
    var lost = "%s Nothing is started while its spec is invalid: %s".formatted(text(), problem);
    return lost.equals(status.error())
        ? Answers.done(ChangeOutcome.INVALID, status.upgradeSavepointPath(), lost)
        : JobStep.write(lost().withError(lost)).with(event(lost));
  }

  private String text() {
    return "Flink has lost job %s: its JobManager answers, and does not know it."
        .formatted(submission.jobId());
  }

  private ResourceEvent event() {
    return event(text());
  }

  /** Starts a failed job again from its newest state. */
  JobStep restart(KnownJob failed) {
    if (observed.spec().stateless()) {
      return ended(failed.state(), null);
    }
    return Optional.ofNullable(failed.newestState())
        .or(() -> Optional.ofNullable(observed.requests().useState()))
        .map(path -> ended(failed.state(), path))
        .orElseGet(
            () ->
                Answers.hold(observed, EventReason.UPGRADE_BLOCKED, KnownState.missing(observed)));
  }

  /** Returns the path that a person, or the job's configuration, has chosen. */
  private Optional<String> candidate() {
    return Optional.ofNullable(observed.requests().useState())
        .or(
            () ->
                observed.options().restartsFailed()
                    ? observed.savepoints().newest().stream().findFirst()
                    : Optional.empty());
  }

  /** Names in event and status what a person can start the job from. */
  private JobStep held(String text) {
    var reason = text + " " + KnownState.missing(observed);
    return reason.equals(status.error())
        ? Answers.hold(reason)
        : JobStep.write(lost().withError(reason)).with(event(reason));
  }

  /** In a change, the state tells what the change was doing with the job, so it stays. */
  private SessionJobStatus lost() {
    return status.changing() ? status : status.withJobState("RECONCILING");
  }

  private ResourceEvent event(String text) {
    return new ResourceEvent(EventReason.JOB_LOST, text, submission.jobId());
  }

  private JobStep ended(String state, @Nullable String path) {
    return JobStep.write(
        status.ended(state, path, observed.spec(), observed.job().generation(), observed.now()));
  }
}
