package io.tidemark.app.telemetry;

import com.uber.m3.tally.RootScopeBuilder;
import com.uber.m3.tally.Scope;
import com.uber.m3.tally.ScopeCloseException;
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
import io.tidemark.kubernetes.jobstatus.UnclaimedJobs;
import io.tidemark.workflow.resource.EventReason;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The metrics of the process: of its JVM and resources, of the Temporal SDK, and of Tidemark. */
public final class Metrics implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Metrics.class);
  private static final double REPORT_SECONDS = 5;

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Scope temporal =
      new RootScopeBuilder()
          .reporter(new MicrometerClientStatsReporter(registry))
          .reportEvery(com.uber.m3.util.Duration.ofSeconds(REPORT_SECONDS));

  /** Updates of metrics that are computed for each scrape. */
  private final List<Runnable> beforeScrape = new CopyOnWriteArrayList<>();

  /** Starts to measure the process: CPU, memory, start time, threads, garbage collection. */
  public Metrics() {
    registry.config().meterFilter(new TimerBucketFilter("temporal"));
    JvmMetrics.builder().register(registry.getPrometheusRegistry());
  }

  /** Returns the registry of Tidemark's own metrics. */
  public MeterRegistry registry() {
    return registry;
  }

  /** Returns the scope that the Temporal SDK reports to. */
  public Scope temporal() {
    return temporal;
  }

  /** Returns the interceptor that counts and logs the effects of activities. */
  public WorkerInterceptor activities() {
    return new ActivityTelemetry(new OutcomeMeters(registry));
  }

  /** Returns the interceptor that counts and logs the changes of session jobs. */
  public WorkerInterceptor changes() {
    return new ChangeTelemetry(new ChangeMeters(registry));
  }

  /**
   * Adds the metrics of Kubernetes resources, which only the watching replica has (S2).
   *
   * @param bridge supplies the bridge; empty while another replica watches
   * @param cleanupOverdue time for which the next history cleanup should have started
   * @param clock for ages
   * @param limit number of namespaces, and of jobs by type of snapshot, with series of their own
   */
  public void watch(
      Supplier<Optional<SnapshotBridge>> bridge,
      Supplier<Duration> cleanupOverdue,
      Clock clock,
      int limit) {
    var meters = new SnapshotMeters(registry, limit);
    beforeScrape.add(
        () -> meters.show(bridge.get().map(watching -> watching.statistics(clock.instant()))));
    Gauge.builder("tidemark.leader", () -> bridge.get().isPresent() ? 1 : 0)
        .description("1 on the replica that watches Kubernetes, 0 on the others")
        .register(registry);
    Gauge.builder(
            "tidemark.bridge.backlog", () -> bridge.get().map(SnapshotBridge::backlog).orElse(0))
        .description("Changes in Kubernetes that Temporal has not received yet")
        .register(registry);
    Gauge.builder(
            "tidemark.unreadable.namespaces",
            () -> bridge.get().map(SnapshotBridge::unreadableNamespaces).orElse(0))
        .description("Watched namespaces that the API server does not let Tidemark read")
        .register(registry);
    Gauge.builder(
            "tidemark.history.cleanup.overdue.seconds",
            () -> bridge.get().isPresent() ? cleanupOverdue.get().toSeconds() : 0)
        .description("Time for which the next run of the history cleanup should have started")
        .register(registry);
    FunctionCounter.builder(
            "tidemark.watch.restarts",
            bridge,
            supplier -> supplier.get().map(SnapshotBridge::watchRestarts).orElse(0L))
        .description("Lists and watches of Kubernetes that failed and were restarted")
        .register(registry);
  }

  /**
   * Adds the jobs of clusters that no resource is about (M4).
   *
   * @param clusters the clusters with such jobs; empty while another replica watches
   * @param limit number of clusters with series of their own
   */
  public void unclaimedJobs(Supplier<Optional<List<UnclaimedJobs>>> clusters, int limit) {
    var jobs =
        GaugeSeries.<UnclaimedJobs>of(
            registry,
            "tidemark.unclaimed.jobs",
            "Jobs of a cluster that have not ended, and that no resource is about",
            cluster ->
                Tags.of("cluster_namespace", cluster.namespace(), "cluster", cluster.cluster()),
            UnclaimedJobs::count);
    beforeScrape.add(() -> jobs.show(clusters.get().stream().flatMap(List::stream).limit(limit)));
  }

  /**
   * Adds the changes of session jobs that wait for a person (U6, U10).
   *
   * @param changes their number; empty while another replica watches, or if it is not known
   */
  public void heldChanges(Supplier<OptionalLong> changes) {
    Gauge.builder("tidemark.job.changes.held", () -> changes.get().orElse(0))
        .description("Changes of session jobs that wait for a person")
        .register(registry);
  }

  /** Adds {@code tidemark_ready}, with the conditions at the last report (S3). */
  public void readiness(Supplier<Map<String, Boolean>> conditions) {
    var ready =
        GaugeSeries.<Entry<String, Boolean>>of(
            registry,
            "tidemark.ready",
            "1 while this readiness condition is met, else 0",
            condition -> Tags.of("condition", condition.getKey()),
            condition -> condition.getValue() ? 1 : 0);
    beforeScrape.add(() -> ready.show(conditions.get().entrySet().stream()));
  }

  /**
   * Returns a counter of events in {@code tidemark_events_total} by reason, with those that
   * Kubernetes refused. Each reason has its series from the start, so that alerts can refer to it
   * (R15).
   */
  public Consumer<EventReason> events() {
    var counters = new EnumMap<EventReason, Counter>(EventReason.class);
    for (var reason : EventReason.values()) {
      counters.put(
          reason,
          Counter.builder("tidemark.events")
              .description("Events about snapshots and jobs, with those that Kubernetes refused")
              .tag("reason", reason.word())
              .register(registry));
    }
    return reason -> counters.get(reason).increment();
  }

  /** Returns all metrics in the text format of Prometheus. */
  public synchronized String text() {
    beforeScrape.forEach(Runnable::run);
    return registry.scrape();
  }

  @Override
  public void close() {
    try {
      temporal.close();
    } catch (ScopeCloseException e) {
      log.warn("Failed to report the last metrics of the Temporal SDK", e);
    }
    registry.close();
  }
}
