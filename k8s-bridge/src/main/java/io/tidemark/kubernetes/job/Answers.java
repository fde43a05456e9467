package io.tidemark.kubernetes.job;

import io.tidemark.workflow.job.ChangeOutcome;
import io.tidemark.workflow.job.JobDecision;
import io.tidemark.workflow.job.JobPhase;
import io.tidemark.workflow.resource.EventReason;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The answers that several planners give. Pure. */
final class Answers {
  private static final Duration OF_OTHERS_POLL = Duration.ofSeconds(15);

  /** The time after which what should be woken by a change is read again all the same. */
  private static final Duration LONG = Duration.ofHours(1);

  private static final Duration CLUSTER_POLL = Duration.ofMinutes(10);

  private Answers() {}

  static JobStep done(ChangeOutcome outcome, @Nullable String path, String message) {
    return JobStep.answer(new JobDecision.Done(outcome, path, message), JobPhase.DONE);
  }

  /** Ends the run of a spec that cannot be carried out; its error is in the status before. */
  static JobStep invalid(SessionJobObservation observed, EventReason reason, String text) {
    var status = observed.status();
    return text.equals(status.error())
        ? done(ChangeOutcome.INVALID, status.upgradeSavepointPath(), text)
        : JobStep.write(status.withError(text)).with(reason, text);
  }

  static JobStep look(SessionJobObservation observed, String jobId, JobPhase phase) {
    return JobStep.answer(new JobDecision.Look(observed.flink(jobId)), phase);
  }

  /** Waits until the FlinkDeployment of the job exists. */
  static JobStep waitForCluster(SessionJobObservation observed) {
    var name = observed.job().deploymentName().orElse("");
    var text = "FlinkDeployment %s does not exist; the job waits for it.".formatted(name);
    return wait(text, CLUSTER_POLL, JobPhase.LOOKING).with(EventReason.WAITING_FOR_CLUSTER, text);
  }

  static JobStep cancel(SessionJobObservation observed, String jobId, JobPhase phase) {
    return JobStep.answer(new JobDecision.Cancel(observed.flink(jobId)), phase);
  }

  /** Returns Flink's reason of a failure, also if it gave none. */
  static String reason(@Nullable String given) {
    return Objects.requireNonNullElse(given, "Flink gave no reason.");
  }

  static JobStep wait(String reason, Duration longest, JobPhase phase) {
    return JobStep.answer(new JobDecision.Wait(reason, longest), phase);
  }

  /**
   * Waits for a job that another system may have submitted; empty if it can no longer appear. Its
   * jar is not known, so the request cannot be made to fail, and its program may still be running.
   */
  static Optional<JobStep> awaitAppearance(
      SessionJobObservation observed, Submission submission, JobPhase phase) {
    var until = submission.time().plus(observed.settings().submissionTimeout());
    return Optional.of(submission)
        .filter(it -> !it.isOurs(observed.job().id()) && observed.now().isBefore(until))
        .map(
            it ->
                wait(
                    "The Flink operator may have submitted job %s, which Flink does not know; it is waited for until %s."
                        .formatted(it.jobId(), until),
                    OF_OTHERS_POLL,
                    phase));
  }

  /** Waits until a person has decided. */
  static JobStep hold(String reason) {
    return wait(reason, LONG, JobPhase.HELD);
  }

  /** Waits until the person who asked for a hold ends it; empty without one. */
  static Optional<JobStep> heldByPerson(SessionJobObservation observed, String step) {
    return Optional.ofNullable(observed.requests().hold())
        .map(
            reason ->
                hold(
                    "Held before %s: %s. The signal resume continues the change."
                        .formatted(step, reason)));
  }

  /**
   * Waits until a person has decided, after the reason was published, and written to the status.
   */
  static JobStep hold(SessionJobObservation observed, EventReason reason, String text) {
    return hold(observed, reason, text, LONG);
  }

  /**
   * Waits until a person has decided, or Flink itself has ended the cause.
   *
   * @param longest the time after which Flink is asked again
   */
  static JobStep hold(
      SessionJobObservation observed, EventReason reason, String text, Duration longest) {
    return text.equals(observed.status().error())
        ? wait(text, longest, JobPhase.HELD)
        : JobStep.write(observed.status().withError(text)).with(reason, text);
  }
}
