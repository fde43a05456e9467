package io.tidemark.app;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.WorkerFactory;
import io.tidemark.app.check.CheckResult;
import io.tidemark.app.check.KubernetesChecks;
import io.tidemark.app.check.SearchAttributeRegistration;
import io.tidemark.app.check.SystemChecks;
import io.tidemark.app.check.TemporalChecks;
import io.tidemark.app.configuration.TidemarkConfiguration;
import io.tidemark.app.http.Health;
import io.tidemark.app.http.HttpEndpoints;
import io.tidemark.app.leadership.Leadership;
import io.tidemark.app.telemetry.Metrics;
import io.tidemark.kubernetes.bridge.IsolatedTask;
import io.tidemark.kubernetes.bridge.SearchAttributeSupport;
import io.tidemark.kubernetes.job.CompanionSessionJobActivities;
import io.tidemark.kubernetes.record.EventPublisher;
import io.tidemark.kubernetes.store.ClusterIdentity;
import io.tidemark.kubernetes.store.LastKnownResources;
import io.tidemark.workflow.job.SessionJobWorkflowImpl;
import io.tidemark.workflow.periodic.PeriodicSnapshotWorkflowImpl;
import io.tidemark.workflow.retention.HistoryCleanupWorkflowImpl;
import io.tidemark.workflow.snapshot.SnapshotWorkflowImpl;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs worker, bridge, health and metrics, wired by constructors. It starts without Temporal and
 * Kubernetes and waits for them; {@code /health/ready} reports what is missing (S3).
 */
public final class TidemarkServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TidemarkServer.class);

  /** Lets running calls end; activities that poll are returned to Temporal at once. */
  private static final long SHUTDOWN_SECONDS = 5;

  private static final Duration HEALTH_REPORTS = Duration.ofSeconds(2);

  /** One for health, and one for tasks that wait for a server. */
  private static final int BACKGROUND_THREADS = 2;

  private final ApiServerClock clock = new ApiServerClock();
  private final Metrics metrics = new Metrics();
  private final Health health = new Health();
  private final ScheduledExecutorService background =
      Executors.newScheduledThreadPool(BACKGROUND_THREADS, task -> new Thread(task, "background"));
  private final SearchAttributeSupport attributes = new SearchAttributeSupport();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final TidemarkConfiguration configuration;
  private final HttpEndpoints http;
  private final WorkflowServiceStubs service;
  private final KubernetesClient kubernetes;
  private final TemporalChecks temporalChecks;
  private final KubernetesChecks kubernetesChecks;
  private final SearchAttributeRegistration searchAttributes;
  private final WorkerFactory workers;
  private final TaskQueueOwnership taskQueue;
  private final FlinkParts flink;
  private final WatchTask watching;
  private final Optional<Leadership> leadership;
  private final StartupSequence startup;

  /**
   * Opens the HTTP port and connects nothing yet.
   *
   * @throws IOException if the HTTP port is taken
   */
  public TidemarkServer(TidemarkConfiguration configuration, Connections connections)
      throws IOException {
    this.configuration = configuration;
    http = HttpEndpoints.open(configuration.server().httpPort(), health, metrics::text);
    service = WorkflowServiceStubs.newServiceStubs(measured(connections.temporalService()));
    kubernetes = clock.client(connections.kubernetes());

    // Bridge and worker share one client, so that a start returns its first workflow task.
    var client = WorkflowClient.newInstance(service, connections.temporalClient());
    var events = new EventPublisher(kubernetes, clock, metrics.events());
    var cluster = new ClusterIdentity(kubernetes, configuration.server().clusterId());
    flink = new FlinkParts(configuration, new KubernetesSecrets(kubernetes), clock);
    var clusters = flink.clusters();
    var parts =
        new KubernetesParts(
            configuration, kubernetes, client, cluster, attributes, events, clusters, clock);
    watching = new WatchTask(parts::bridge);
    workers = workers(client, parts, watching);
    measure(parts);
    leadership =
        Replica.lease(configuration, kubernetes)
            .map(lease -> new Leadership(kubernetes, lease, Replica.identity(), watching));

    var namespace = connections.temporalClient().getNamespace();
    searchAttributes =
        new SearchAttributeRegistration(service, namespace, attributes::setUnsupported);
    temporalChecks = new TemporalChecks(service, namespace);
    kubernetesChecks = KubernetesParts.checks(configuration, kubernetes);
    var taskQueueCheck = KubernetesParts.taskQueueCheck(configuration, client, cluster);
    taskQueue =
        new TaskQueueOwnership(
            taskQueueCheck::find, () -> parts.cleanupSchedule().ensure(), workers);
    var checks = new SystemChecks(temporalChecks, kubernetesChecks, taskQueueCheck);
    startup = new StartupSequence(checks::run, this::startParts, background);
    health.require("start", startup::missing);
  }

  private void measure(KubernetesParts parts) {
    metrics.watch(
        watching::bridge,
        () -> parts.cleanupSchedule().overdue(clock.instant()),
        clock,
        configuration.server().metricsLimit());
    metrics.unclaimedJobs(
        () -> watching.bridge().map(bridge -> parts.unclaimedJobs()),
        configuration.server().metricsLimit());
    metrics.heldChanges(
        () -> watching.bridge().isPresent() ? parts.heldChanges() : OptionalLong.empty());
    metrics.readiness(health::met);
  }

  /** Waits for Temporal and Kubernetes in the background, and works as soon as they answer. */
  public void start() {
    log.info("Tidemark {}: health and metrics on port {}", Version.current(), httpPort());
    startup.begin();
    every(HEALTH_REPORTS, "report health", health::report);
  }

  /** Returns the port of health and metrics. */
  public int httpPort() {
    return http.port();
  }

  /** Returns when the server is closed. */
  public void awaitClose() throws InterruptedException {
    closed.await();
  }

  /** Stops watching, then working; may be called more than once. */
  @Override
  public synchronized void close() {
    if (closed.getCount() == 0) {
      return;
    }
    log.info("Stopping");
    Stream.<AutoCloseable>of(
            background::shutdownNow,
            watching,
            () -> leadership.ifPresent(Leadership::close),
            this::stopWorkers,
            service::shutdownNow,
            kubernetes,
            flink,
            http,
            health,
            metrics)
        .forEach(TidemarkServer::closeRegardless);
    closed.countDown();
    log.info("Stopped");
  }

  /** Closes the part; a failure, as of a worker without its server, does not keep the rest open. */
  private static void closeRegardless(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      log.warn("A part of the server was not closed cleanly: {}", e.toString());
    }
  }

  private void stopWorkers() {
    if (!workers.isStarted()) {
      return;
    }
    workers.shutdown();
    flink.stopWaiting();
    workers.awaitTermination(SHUTDOWN_SECONDS, TimeUnit.SECONDS);
  }

  /** Starts what has not started yet; called again if it throws. */
  private void startParts() {
    searchAttributes.register();
    taskQueue.take();
    workers.start();
    leadership.ifPresentOrElse(Leadership::start, watching::begin);
    health.require("temporal", () -> missing(temporalChecks.server()));
    health.require("kubernetes", () -> missing(kubernetesChecks.server()));
    health.require("task-queue", taskQueue::missing);
    health.require("watch", watching::missing);
    var sweep = configuration.bridge().sweepInterval();
    every(sweep, "verify the owner of the task queue", taskQueue::verify);
    // A wiped Temporal has no search attributes.
    every(sweep, "register search attributes", searchAttributes::register);
    log.info("Started on task queue {}", configuration.taskQueue());
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the task does not throw
  private void every(Duration interval, String name, Runnable task) {
    var millis = interval.toMillis();
    background.scheduleWithFixedDelay(
        new IsolatedTask(name, task), millis, millis, TimeUnit.MILLISECONDS);
  }

  private static List<String> missing(CheckResult result) {
    return result.missing() ? List.of(result.toString()) : List.of();
  }

  private WorkflowServiceStubsOptions measured(WorkflowServiceStubsOptions options) {
    return WorkflowServiceStubsOptions.newBuilder(options)
        .setMetricsScope(metrics.temporal())
        .validateAndBuildWithDefaults();
  }

  private WorkerFactory workers(
      WorkflowClient client, KubernetesParts parts, LastKnownResources lastKnown) {
    var capacity = WorkerCapacity.ofThisMachine(configuration.server().maxConcurrentActivities());
    var options =
        capacity.factoryOptions().setWorkerInterceptors(metrics.activities(), metrics.changes());
    var factory = WorkerFactory.newInstance(client, options.validateAndBuildWithDefaults());
    var worker = factory.newWorker(configuration.taskQueue(), capacity.workerOptions());
    worker.registerWorkflowImplementationTypes(
        SnapshotWorkflowImpl.class,
        PeriodicSnapshotWorkflowImpl.class,
        SessionJobWorkflowImpl.class);
    worker.registerWorkflowImplementationTypes(
        HistoryCleanupWorkflowImpl.OPTIONS, HistoryCleanupWorkflowImpl.class);
    var users = parts.savepointUsers(lastKnown);
    worker.registerActivitiesImplementations(
        flink.snapshotActivities(),
        parts.resourceActivities(lastKnown, users),
        parts.periodicActivities(),
        parts.retentionActivities(users));
    worker.registerActivitiesImplementations(sessionJobActivities(parts));
    return factory;
  }

  /**
   * Returns no activity on Flink's jobs in the mode companion, also for workflows that run (M1).
   */
  private Object[] sessionJobActivities(KubernetesParts parts) {
    return switch (configuration.mode()) {
      case COMPANION -> new Object[] {new CompanionSessionJobActivities()};
      case STANDALONE ->
          new Object[] {parts.sessionJobActivities(), flink.sessionJobActivities(parts.programs())};
    };
  }
}
