package io.tidemark.app.telemetry;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * Reduces the buckets of a library's timers to four. The Temporal SDK configures about seventy, for
 * each operation, activity and workflow.
 *
 * @param prefix of the names of these timers
 */
record TimerBucketFilter(String prefix) implements MeterFilter {
  private static final DistributionStatisticConfig FEW =
      DistributionStatisticConfig.builder()
          .percentilesHistogram(false)
          .serviceLevelObjectives(
              Stream.of("PT0.01S", "PT0.1S", "PT1S", "PT10S")
                  .mapToDouble(bucket -> Duration.parse(bucket).toNanos())
                  .toArray())
          .build();

  @Override
  public DistributionStatisticConfig configure(
      Meter.Id id, DistributionStatisticConfig configured) {
    return id.getType() == Meter.Type.TIMER && id.getName().startsWith(prefix)
        ? FEW.merge(configured)
        : configured;
  }
}
