package io.tidemark.app.http;

import com.uber.m3.tally.RootScopeBuilder;
import com.uber.m3.tally.Scope;
import com.uber.m3.tally.ScopeCloseException;
import com.uber.m3.util.Duration;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.temporal.common.reporter.MicrometerClientStatsReporter;
import io.tidemark.workflow.resource.EventReason;
import java.util.EnumMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The metrics of the process: its JVM and resources, the Temporal SDK's, and our own. */
public final class Metrics implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Metrics.class);
  private static final double REPORT_SECONDS = 5;

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Scope temporal =
      new RootScopeBuilder()
          .reporter(new MicrometerClientStatsReporter(registry))
          .reportEvery(Duration.ofSeconds(REPORT_SECONDS));

  /** Begins to measure the process: CPU, memory, start time, threads, garbage collection. */
  public Metrics() {
    JvmMetrics.builder().register(registry.getPrometheusRegistry());
  }

  /** Where our own metrics are registered. */
  public MeterRegistry registry() {
    return registry;
  }

  /** Where the Temporal SDK reports. */
  public Scope temporal() {
    return temporal;
  }

  /** From now on {@code tidemark_leader} shows whether this replica watches Kubernetes (S2). */
  public void watch(BooleanSupplier leads) {
    Gauge.builder("tidemark.leader", () -> leads.getAsBoolean() ? 1 : 0)
        .description("1 on the replica that watches Kubernetes, 0 on the others")
        .register(registry);
  }

  /**
   * Counts events in {@code tidemark_events_total} by their reason, also those that Kubernetes
   * refused; each reason is there from the start, so that alerts can be written (R15).
   */
  public Consumer<EventReason> events() {
    var counters = new EnumMap<EventReason, Counter>(EventReason.class);
    for (var reason : EventReason.values()) {
      counters.put(
          reason,
          Counter.builder("tidemark.events")
              .description("Events about snapshots, published or not")
              .tag("reason", reason.word())
              .register(registry));
    }
    return reason -> counters.get(reason).increment();
  }

  /** All metrics in the text format of Prometheus. */
  public String text() {
    return registry.scrape();
  }

  @Override
  public void close() {
    try {
      temporal.close();
    } catch (ScopeCloseException e) {
      log.warn("the last of the Temporal SDK's metrics are lost", e);
    }
    registry.close();
  }
}
