package io.tidemark.flink;

import io.tidemark.workflow.flink.SnapshotOutcome;
import io.tidemark.workflow.flink.SnapshotOutcome.Status;
import io.tidemark.workflow.flink.SnapshotTrigger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Queries the outcome of one attempt repeatedly. Flink can show an attempt in progress indefinitely
 * whose job has ended, so the job is looked at too, less often (R11).
 */
final class OutcomePoll {
  private static final Duration JOB_LOOK_INTERVAL = Duration.ofSeconds(5);
  private static final Duration ENDED_JOB_GRACE = Duration.ofSeconds(10);

  private final FlinkRestClient flink;
  private final SnapshotTrigger trigger;
  private final InstantSource clock;
  private Instant nextJobLook;
  private @Nullable Instant jobEndedSince;

  OutcomePoll(FlinkRestClient flink, SnapshotTrigger trigger, InstantSource clock) {
    this.flink = flink;
    this.trigger = trigger;
    this.clock = clock;
    this.nextJobLook = clock.instant().plus(JOB_LOOK_INTERVAL);
  }

  /** Returns the outcome; empty while there is none. */
  Optional<SnapshotOutcome> query() {
    return flink
        .status(trigger.type(), trigger.job().jobId(), trigger.triggerId())
        .outcome(clock.instant())
        .or(this::outcomeOfEndedJob);
  }

  private Optional<SnapshotOutcome> outcomeOfEndedJob() {
    var now = clock.instant();
    if (now.isBefore(nextJobLook)) {
      return Optional.empty();
    }
    nextJobLook = now.plus(JOB_LOOK_INTERVAL);
    var jobId = trigger.job().jobId();
    var end = JobOverview.end(jobId, flink.polledJob(jobId));
    if (end.isEmpty()) {
      jobEndedSince = null;
      return Optional.empty();
    }
    jobEndedSince = jobEndedSince == null ? now : jobEndedSince;
    return now.isBefore(jobEndedSince.plus(ENDED_JOB_GRACE))
        ? Optional.empty()
        : Optional.of(new SnapshotOutcome(Status.JOB_NOT_FOUND, now, null, null, end.get()));
  }
}
