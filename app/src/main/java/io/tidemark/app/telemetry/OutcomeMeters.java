package io.tidemark.app.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tidemark.workflow.resource.RecordedStatus;
import io.tidemark.workflow.resource.StatusChange;
import java.time.Duration;

/** Counts how attempts end, and times the good ones. */
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
            .description("From the trigger of a good attempt to its result")
            .serviceLevelObjectives(BUCKETS)
            .register(registry);
  }

  /** Takes a change that has been written. */
  void count(StatusChange change) {
    var status = change.status();
    if (status.resultTimestamp() == null) {
      return; // the attempt is under way, or has not started
    }
    switch (status.state()) {
      case COMPLETED -> complete(status);
      case FAILED, TRIGGER_PENDING, IN_PROGRESS -> failed.increment();
      case ABANDONED -> abandoned.increment();
    }
  }

  /** Without a trigger it was an import, and no attempt. */
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
