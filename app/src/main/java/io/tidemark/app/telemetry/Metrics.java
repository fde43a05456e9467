package io.tidemark.app.telemetry;

import com.uber.m3.tally.RootScopeBuilder;
import com.uber.m3.tally.Scope;
import com.uber.m3.tally.ScopeCloseException;
import com.uber.m3.util.Duration;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.temporal.common.interceptors.WorkerInterceptor;
import io.temporal.common.reporter.MicrometerClientStatsReporter;
import io.tidemark.kubernetes.bridge.SnapshotBridge;
import io.tidemark.kubernetes.statistics.JobSchedules;
import io.tidemark.workflow.resource.EventReason;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
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

  /** What is counted when somebody looks, and not before. */
  private final List<Runnable> beforeScrape = new CopyOnWriteArrayList<>();

  /** Begins to measure the process: CPU, memory, start time, threads, garbage collection. */
  public Metrics() {
    registry.config().meterFilter(new TimerBuckets("temporal"));
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

  /** Counts and logs what activities bring about. */
  public WorkerInterceptor activities() {
    return new ActivityTelemetry(new OutcomeMeters(registry));
  }

  /**
   * From now on the metrics tell what this replica sees of Kubernetes, if it is the one that
   * watches (S2).
   *
   * @param bridge empty while another replica watches
   * @param limit how many namespaces, and how many jobs by type of snapshot, have their own series
   */
  public void watch(
      Supplier<Optional<SnapshotBridge>> bridge, JobSchedules schedules, Clock clock, int limit) {
    var census = new SnapshotMeters(registry, limit);
    beforeScrape.add(
        () -> census.show(bridge.get().map(it -> it.statistics(schedules, clock.instant()))));
    Gauge.builder("tidemark.leader", () -> bridge.get().isPresent() ? 1 : 0)
        .description("1 on the replica that watches Kubernetes, 0 on the others")
        .register(registry);
    Gauge.builder(
            "tidemark.bridge.backlog", () -> bridge.get().map(SnapshotBridge::backlog).orElse(0))
        .description("Changes in Kubernetes that Temporal has not been told of yet")
        .register(registry);
    FunctionCounter.builder(
            "tidemark.watch.restarts",
            bridge,
            it -> it.get().map(SnapshotBridge::watchRestarts).orElse(0L))
        .description("Lists and watches of Kubernetes that failed and were begun again")
        .register(registry);
  }

  /** From now on {@code tidemark_ready} shows which conditions were met at the last report (S3). */
  public void readiness(Supplier<Map<String, Boolean>> conditions) {
    var ready =
        GaugeSeries.<Entry<String, Boolean>>of(
            registry,
            "tidemark.ready",
            "1 while this condition of readiness is met, else 0",
            condition -> Tags.of("condition", condition.getKey()),
            condition -> condition.getValue() ? 1 : 0);
    beforeScrape.add(() -> ready.show(conditions.get().entrySet().stream()));
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

  /** All metrics, as they are now, in the text format of Prometheus. */
  public synchronized String text() {
    beforeScrape.forEach(Runnable::run);
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
