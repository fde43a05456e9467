package io.tidemark.app;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.temporal.client.WorkflowClient;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleClientOptions;
import io.tidemark.app.configuration.TidemarkConfiguration;
import io.tidemark.kubernetes.bridge.BridgeOptions;
import io.tidemark.kubernetes.bridge.JobFollower;
import io.tidemark.kubernetes.bridge.SnapshotBridge;
import io.tidemark.kubernetes.claim.ClaimSettings;
import io.tidemark.kubernetes.claim.ResourceActivitiesImpl;
import io.tidemark.kubernetes.claim.SavepointUsers;
import io.tidemark.kubernetes.claim.SnapshotClaims;
import io.tidemark.kubernetes.creation.SnapshotCreator;
import io.tidemark.kubernetes.nonce.NonceFollower;
import io.tidemark.kubernetes.periodic.DeclaredSchedules;
import io.tidemark.kubernetes.periodic.PeriodicActivitiesImpl;
import io.tidemark.kubernetes.periodic.PeriodicReconciler;
import io.tidemark.kubernetes.periodic.PeriodicSettings;
import io.tidemark.kubernetes.periodic.SkipReasons;
import io.tidemark.kubernetes.record.EventPublisher;
import io.tidemark.kubernetes.record.FinalizerRemoval;
import io.tidemark.kubernetes.record.StatusWriter;
import io.tidemark.kubernetes.retention.CleanupSettings;
import io.tidemark.kubernetes.retention.HistoryCleanupSchedule;
import io.tidemark.kubernetes.retention.RetentionActivitiesImpl;
import io.tidemark.kubernetes.store.JobStore;
import io.tidemark.kubernetes.store.SnapshotStore;
import io.tidemark.workflow.periodic.PeriodicActivities;
import io.tidemark.workflow.resource.ResourceActivities;
import io.tidemark.workflow.retention.RetentionActivities;
import java.time.Clock;
import java.util.List;

/** What the process does with Kubernetes, wired by the configuration. */
final class KubernetesParts {
  private final TidemarkConfiguration configuration;
  private final KubernetesClient kubernetes;
  private final EventPublisher events;
  private final Clock clock;
  private final JobStore jobs;
  private final SnapshotCreator creation;

  KubernetesParts(
      TidemarkConfiguration configuration,
      KubernetesClient kubernetes,
      EventPublisher events,
      Clock clock) {
    this.configuration = requireNonNull(configuration, "configuration is null");
    this.kubernetes = requireNonNull(kubernetes, "kubernetes is null");
    this.events = requireNonNull(events, "events is null");
    this.clock = requireNonNull(clock, "clock is null");
    this.jobs = new JobStore(kubernetes);
    this.creation = new SnapshotCreator(kubernetes);
  }

  /** A bridge that has not begun to watch. */
  SnapshotBridge bridge(WorkflowClient temporal) {
    var options =
        new BridgeOptions(
            configuration.namespaces(), configuration.taskQueue(), configuration.sweepInterval());
    return new SnapshotBridge(kubernetes, temporal, events, options, followers(temporal));
  }

  DeclaredSchedules declaredSchedules() {
    return new DeclaredSchedules(periodicSettings());
  }

  ResourceActivities resourceActivities() {
    var store = new SnapshotStore(kubernetes);
    var users = new SavepointUsers(kubernetes, configuration.namespaces());
    return new ResourceActivitiesImpl(
        new SnapshotClaims(kubernetes, store, users, events, claimSettings(), clock),
        new StatusWriter(store),
        new FinalizerRemoval(store),
        events,
        users);
  }

  PeriodicActivities periodicActivities() {
    var window = configuration.periodic().catchUpWindow();
    return new PeriodicActivitiesImpl(
        jobs, new SkipReasons(kubernetes, clock, window), creation, events);
  }

  RetentionActivities retentionActivities() {
    var cleanup = configuration.historyCleanup();
    var settings =
        new CleanupSettings(
            cleanup.enabledIn(configuration.mode()),
            cleanup.maxAgeThreshold(),
            cleanup.maxCountThreshold(),
            cleanup.failedLimit(),
            cleanup.manual());
    return new RetentionActivitiesImpl(
        kubernetes, configuration.namespaces(), events, settings, clock);
  }

  private List<JobFollower> followers(WorkflowClient temporal) {
    var schedules = schedules(temporal);
    var periodic = new PeriodicReconciler(schedules, periodicSettings(), jobs, events);
    var cleanup =
        new HistoryCleanupSchedule(
            schedules, configuration.taskQueue(), configuration.historyCleanup().interval());
    return switch (configuration.mode()) {
      case COMPANION -> List.of(periodic, cleanup);
      case STANDALONE ->
          List.of(new NonceFollower(kubernetes, creation, events, clock), periodic, cleanup);
    };
  }

  private static ScheduleClient schedules(WorkflowClient temporal) {
    var options = temporal.getOptions();
    return ScheduleClient.newInstance(
        temporal.getWorkflowServiceStubs(),
        ScheduleClientOptions.newBuilder()
            .setNamespace(options.getNamespace())
            .setIdentity(options.getIdentity())
            .setDataConverter(options.getDataConverter())
            .build());
  }

  private PeriodicSettings periodicSettings() {
    return new PeriodicSettings(
        configuration.mode(),
        configuration.periodic().timeZone(),
        configuration.periodic().catchUpWindow(),
        configuration.namespaces(),
        configuration.taskQueue());
  }

  private ClaimSettings claimSettings() {
    var limits = configuration.snapshot();
    var savepoint = configuration.savepoint();
    return new ClaimSettings(
        limits.startDeadline(),
        limits.disposalDeadline(),
        limits.maxJobRestarts(),
        new ClaimSettings.Savepoints(savepoint.allowedPrefixes(), savepoint.directoryPerAttempt()));
  }
}
