package io.tidemark.app.configuration;

import io.tidemark.app.leadership.LeaseSettings;
import io.tidemark.flink.FlinkEndpoints;
import io.tidemark.flink.FlinkSettings;
import io.tidemark.flink.FlinkTimings;
import io.tidemark.flink.job.JarSettings;
import io.tidemark.kubernetes.bridge.BridgeSettings;
import io.tidemark.kubernetes.claim.ClaimSettings;
import io.tidemark.kubernetes.creation.CreationSettings;
import io.tidemark.kubernetes.job.SessionJobSettings;
import io.tidemark.kubernetes.model.OperatingMode;
import io.tidemark.kubernetes.periodic.PeriodicSettings;
import io.tidemark.kubernetes.retention.CleanupSettings;
import io.tidemark.kubernetes.store.ResourceSelector;
import io.tidemark.kubernetes.store.SelectedNamespaces;
import io.tidemark.kubernetes.store.ServedNamespaces;
import java.time.Duration;
import java.util.Optional;

/** Reads the settings into the records of their modules. */
final class SettingsReader {
  /** As long as the reference lets a program's main run (U4). */
  private static final Duration SUBMISSION_TIMEOUT = Duration.ofMinutes(10);

  private final SettingValues values;
  private final OperatingMode mode;
  private final ServedNamespaces namespaces;
  private final ResourceSelector selector;
  private final String taskQueue;
  private final FlinkEndpoints flinkEndpoints;

  private SettingsReader(SettingValues values) {
    this.values = values;
    this.mode = values.get(Settings.MODE);
    this.namespaces = namespaces(values);
    this.selector = values.get(Settings.WATCH_LABEL_SELECTOR);
    this.taskQueue = values.get(Settings.TASK_QUEUE);
    this.flinkEndpoints = values.get(Settings.FLINK_REST_URL_TEMPLATE);
  }

  /** Reads each setting once, so that a problem with its value is reported once. */
  static TidemarkConfiguration read(SettingValues values) {
    var settings = new SettingsReader(values);
    var claims = settings.claims();
    var creation = settings.creation();
    return new TidemarkConfiguration(
        settings.bridge(),
        claims,
        creation,
        settings.periodic(),
        settings.cleanup(),
        settings.flink(),
        new StandaloneSettings(
            values.get(Settings.JOBS_POLL_INTERVAL),
            settings.jars(),
            settings.sessionJobs(claims, creation),
            values.get(Settings.SNAPSHOT_RESOURCE_ENABLED)),
        settings.server());
  }

  /** Reads the namespaces, which are chosen by name or by label. */
  private static ServedNamespaces namespaces(SettingValues values) {
    var named = values.get(Settings.WATCH_NAMESPACES);
    var selector = values.get(Settings.WATCH_NAMESPACE_SELECTOR);
    if (selector.selectsAll()) {
      return named;
    }
    if (!named.all()) {
      values.report(
          "%s=%s and %s=%s exclude each other: set only one of them"
              .formatted(
                  Settings.WATCH_NAMESPACES.key(),
                  String.join(",", named.names()),
                  Settings.WATCH_NAMESPACE_SELECTOR.key(),
                  selector));
    }
    return new SelectedNamespaces(selector);
  }

  private BridgeSettings bridge() {
    return new BridgeSettings(
        namespaces,
        selector,
        taskQueue,
        values.get(Settings.SWEEP_INTERVAL),
        values.get(Settings.SNAPSHOT_SLOW_AFTER));
  }

  private ClaimSettings claims() {
    return new ClaimSettings(
        values.get(Settings.SNAPSHOT_START_DEADLINE),
        values.get(Settings.SNAPSHOT_DISPOSAL_DEADLINE),
        new ClaimSettings.Attempts(
            values.get(Settings.SNAPSHOT_RECORD_AFTER),
            values.get(Settings.SNAPSHOT_SLOW_AFTER),
            values.get(Settings.SNAPSHOT_RESULT_DEADLINE),
            values.get(Settings.SNAPSHOT_MAX_JOB_RESTARTS)),
        flinkEndpoints.https(),
        values.get(Settings.CHECKPOINT_TYPE),
        new ClaimSettings.Savepoints(
            values.get(Settings.SAVEPOINT_ALLOWED_PREFIXES),
            values.get(Settings.SAVEPOINT_DIRECTORY_PER_ATTEMPT)));
  }

  private CreationSettings creation() {
    return new CreationSettings(
        values.get(Settings.SAVEPOINT_FORMAT_TYPE),
        values.get(Settings.SAVEPOINT_DISPOSE_ON_DELETE),
        selector.neededLabels());
  }

  private PeriodicSettings periodic() {
    return new PeriodicSettings(
        mode,
        values.get(Settings.TIME_ZONE),
        values.get(Settings.PERIODIC_CATCH_UP_WINDOW),
        namespaces,
        taskQueue);
  }

  /** Beside the reference operator, which has its own cleanup, ours is off unless it is set. */
  private CleanupSettings cleanup() {
    var enabled = values.get(Settings.HISTORY_CLEANUP_ENABLED);
    return new CleanupSettings(
        enabled.orElse(mode == OperatingMode.STANDALONE),
        enabled.orElse(false),
        values.get(Settings.HISTORY_CLEANUP_INTERVAL),
        new CleanupSettings.Defaults(
            values.get(Settings.HISTORY_CLEANUP_SAVEPOINTS),
            values.get(Settings.HISTORY_CLEANUP_MAX_AGE),
            values.get(Settings.HISTORY_CLEANUP_MAX_COUNT),
            values.get(Settings.HISTORY_CLEANUP_RETAINED_CHECKPOINTS)),
        values.get(Settings.HISTORY_CLEANUP_MAX_AGE_THRESHOLD),
        values.get(Settings.HISTORY_CLEANUP_MAX_COUNT_THRESHOLD),
        values.get(Settings.HISTORY_CLEANUP_FAILED_LIMIT),
        values.get(Settings.HISTORY_CLEANUP_MANUAL),
        values.get(Settings.HISTORY_CLEANUP_ORPHANS_AFTER),
        selector);
  }

  private FlinkSettings flink() {
    return new FlinkSettings(
        flinkEndpoints,
        FlinkTimings.of(
            values.get(Settings.FLINK_REQUEST_TIMEOUT),
            values.get(Settings.FLINK_POLL_INTERVAL),
            values.get(Settings.FLINK_STORE_DURATION)),
        values.get(Settings.FLINK_TLS_DIRECTORY),
        values.get(Settings.FLINK_AUTH_DIRECTORY));
  }

  /** Returns the settings, some of which are those of snapshots too; each value is read once. */
  private SessionJobSettings sessionJobs(ClaimSettings claims, CreationSettings creation) {
    return new SessionJobSettings(
        values.get(Settings.UPGRADE_PLAN_CHECK),
        values.get(Settings.UPGRADE_STOP_TRIES),
        claims.startDeadline(),
        claims.disposalDeadline(),
        SUBMISSION_TIMEOUT,
        creation.formatType(),
        creation.disposeOnDelete());
  }

  private JarSettings jars() {
    return new JarSettings(
        values.get(Settings.JAR_ALLOWED_SCHEMES),
        values.get(Settings.JAR_ALLOWED_HOSTS),
        values.get(Settings.JAR_MAX_SIZE));
  }

  private Optional<LeaseSettings> lease() {
    var lease =
        new LeaseSettings(
            values.get(Settings.LEASE_NAMESPACE),
            values.get(Settings.LEASE_NAME),
            values.get(Settings.LEASE_DURATION));
    return values.get(Settings.LEADER_ELECTION) ? Optional.of(lease) : Optional.empty();
  }

  private ServerSettings server() {
    return new ServerSettings(
        values.get(Settings.HTTP_PORT),
        values.get(Settings.WORKER_MAX_CONCURRENT_ACTIVITIES),
        values.get(Settings.METRICS_LIMIT),
        values.get(Settings.CLUSTER_ID),
        lease(),
        new LogSettings(values.get(Settings.LOG_FORMAT), values.get(Settings.LOG_LEVEL)));
  }
}
