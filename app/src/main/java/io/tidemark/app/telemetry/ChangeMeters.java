package io.tidemark.app.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tidemark.workflow.job.ChangeOutcome;
import io.tidemark.workflow.job.ChangeResult;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Counts the changes of session jobs, and measures for how long they left a job down. */
final class ChangeMeters {
  /**
   * Outcomes of runs that found nothing to change, or nothing that they could; sweeps repeat them.
   */
  private static final Set<ChangeOutcome> NO_CHANGE =
      EnumSet.of(ChangeOutcome.UNCHANGED, ChangeOutcome.INVALID, ChangeOutcome.GONE);

  private static final Duration[] BUCKETS = {
    Duration.ofSeconds(1),
    Duration.ofSeconds(5),
    Duration.ofSeconds(15),
    Duration.ofSeconds(30),
    Duration.ofMinutes(1),
    Duration.ofMinutes(5),
    Duration.ofMinutes(30)
  };

  private final Map<ChangeOutcome, Counter> changes = new EnumMap<>(ChangeOutcome.class);
  private final Timer downtime;

  /** Creates all series, so that alerts can refer to each outcome. */
  ChangeMeters(MeterRegistry registry) {
    for (var outcome : EnumSet.complementOf(EnumSet.copyOf(NO_CHANGE))) {
      changes.put(
          outcome,
          Counter.builder("tidemark.job.changes")
              .description("Changes of session jobs that have ended")
              .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
              .register(registry));
    }
    downtime =
        Timer.builder("tidemark.job.downtime")
            .description("Time from the end of a job's stop until all tasks ran again")
            .serviceLevelObjectives(BUCKETS)
            .register(registry);
  }

  /** Counts a change that has ended. */
  void count(ChangeResult result) {
    if (isChange(result)) {
      changes.get(result.outcome()).increment();
    }
    if (result.downtime() != null) {
      downtime.record(result.downtime());
    }
  }

  /** Returns whether the run had something to change. */
  static boolean isChange(ChangeResult result) {
    return !NO_CHANGE.contains(result.outcome());
  }
}
