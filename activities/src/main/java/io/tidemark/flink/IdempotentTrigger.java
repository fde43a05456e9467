package io.tidemark.flink;

import io.tidemark.workflow.flink.SnapshotTrigger;
import io.tidemark.workflow.flink.SnapshotTrigger.Mode;
import io.tidemark.workflow.flink.TriggerResult;
import io.tidemark.workflow.flink.TriggerResult.Status;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Triggers one attempt at most once: queries its trigger id first unless it cannot have been sent
 * yet (R9, R18).
 */
final class IdempotentTrigger {
  /** More than the clocks of two replicas differ by. */
  private static final Duration CLOCK_ERROR = Duration.ofSeconds(3);

  private final FlinkRestClient flink;
  private final SnapshotTrigger trigger;
  private final Clock clock;
  private final Duration storeDuration;

  IdempotentTrigger(
      FlinkRestClient flink, SnapshotTrigger trigger, Clock clock, Duration storeDuration) {
    this.flink = flink;
    this.trigger = trigger;
    this.clock = clock;
    this.storeDuration = storeDuration;
  }

  /**
   * Sends a trigger that was never sent, if the job is ready. A call that failed before the trigger
   * can have left is a result: the attempt does not count as sent (R9).
   */
  TriggerResult send() {
    try {
      return sendIfReady(job());
    } catch (FlinkRestException failed) {
      if (failed.hadNoEffect()) {
        return result(Status.NOT_REACHED, failed.getMessage());
      }
      throw failed;
    }
  }

  /** Sends the trigger only if Flink cannot have received it before. */
  TriggerResult checkThenSend() {
    if (!(status() instanceof SnapshotStatus.UnknownTrigger)) {
      return result(Status.TRIGGERED, null);
    }
    if (trigger.mode() == Mode.SETTLE) {
      return lost(
          ": its JobManager has restarted since the attempt, or has forgotten the id after %d s"
              .formatted(storeDuration.toSeconds()));
    }
    var age = Duration.between(trigger.attemptedAt(), clock.instant());
    if (age.compareTo(storeDuration) >= 0) {
      return lost(", and may have forgotten it after %d s".formatted(storeDuration.toSeconds()));
    }
    if (age.plus(CLOCK_ERROR).isNegative()) {
      return lost(", and the attempt is of a time to come, %s".formatted(trigger.attemptedAt()));
    }
    var job = job();
    return job.filter(overview -> overview.ended() || overview.knownFor(age)).isPresent()
        ? sendIfReady(job)
        : lost(": its JobManager has restarted since the attempt");
  }

  private TriggerResult lost(String explanation) {
    return result(
        Status.LOST, "Flink does not know trigger id " + trigger.triggerId() + explanation);
  }

  private TriggerResult sendIfReady(Optional<JobOverview> found) {
    if (found.isEmpty()) {
      return result(Status.NOT_READY, JobOverview.describeUnknown(trigger.job().jobId()));
    }
    var job = found.get();
    if (!job.ready()) {
      return result(job.ended() ? Status.JOB_ENDED : Status.NOT_READY, job.describe());
    }
    return post().result(trigger.triggerId(), clock.instant());
  }

  private Optional<JobOverview> job() {
    return flink.job(trigger.job().jobId());
  }

  private SnapshotStatus status() {
    return flink.status(trigger.type(), trigger.job().jobId(), trigger.triggerId());
  }

  private TriggerResponse post() {
    var jobId = trigger.job().jobId();
    return switch (trigger.type()) {
      case SAVEPOINT ->
          flink.triggerSavepoint(
              jobId, trigger.triggerId(), trigger.targetDirectory(), trigger.formatType());
      case CHECKPOINT ->
          flink.triggerCheckpoint(jobId, trigger.triggerId(), trigger.checkpointType());
    };
  }

  private TriggerResult result(Status status, @Nullable String reason) {
    return new TriggerResult(status, clock.instant(), reason);
  }
}
