package io.tidemark.app.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tidemark.workflow.resource.RecordedStatus;
import io.tidemark.workflow.resource.StatusChange;
import java.time.Duration;

/** Counts the outcomes of attempts, and measures the duration of the successful ones. */
final class OutcomeMeters {
  private static final Duration[] BUCKETS = {
    Duration.ofSeconds(1),
    Duration.ofSeconds(5),
    Duration.ofSeconds(30),
    Duration.ofMinutes(2),
    Duration.ofMinutes(10),
    Duration.ofMinutes(30),
    Duration.ofHours(2)
  };

  private final Counter completed;
  private final Counter failed;
  private final Counter abandoned;
  private final Timer duration;

  OutcomeMeters(MeterRegistry registry) {
    completed = counter(registry, "completed");
    failed = counter(registry, "failed");
    abandoned = counter(registry, "abandoned");
    duration =
        Timer.builder("tidemark.snapshot.duration")
            .description("Time from the trigger of a successful attempt to its result")
            .serviceLevelObjectives(BUCKETS)
            .register(registry);
  }

  /** Counts a change that has been written. */
  void count(StatusChange change) {
    var status = change.status();
    if (status.resultTimestamp() == null) {
      return; // The attempt is in progress, or has not started.
    }
    switch (status.state()) {
      case COMPLETED -> complete(status);
      case FAILED, TRIGGER_PENDING, IN_PROGRESS -> failed.increment();
      case ABANDONED -> abandoned.increment();
    }
  }

  /** Counts a completed attempt; a snapshot without a trigger is an import, and no attempt. */
  private void complete(RecordedStatus status) {
    if (status.triggerId() != null && status.triggerTimestamp() != null) {
      completed.increment();
      duration.record(Duration.between(status.triggerTimestamp(), status.resultTimestamp()));
    }
  }

  private static Counter counter(MeterRegistry registry, String outcome) {
    return Counter.builder("tidemark.attempts")
        .description("Attempts that have ended")
        .tag("outcome", outcome)
        .register(registry);
  }
}
