package io.tidemark.app.configuration;

import static java.util.Objects.requireNonNull;

import io.tidemark.app.configuration.TidemarkConfiguration.LogFormat;
import io.tidemark.app.configuration.TidemarkConfiguration.LogLevel;
import io.tidemark.kubernetes.model.OperatingMode;
import io.tidemark.kubernetes.model.SavepointPath;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One setting, described in this one place: what parses it, the words of its errors and its row in
 * docs/configuration.md all come from here.
 *
 * @param key its name in a configuration file
 * @param defaultText what applies when it is not set, as a user would write it
 * @param type how its text is read
 * @param description what it does, for the documentation
 */
public record Setting<T>(String key, String defaultText, SettingType<T> type, String description) {
  static final String KEY_PREFIX = "tidemark.";
  static final String ENVIRONMENT_PREFIX = "TIDEMARK_";

  public static final Setting<OperatingMode> MODE =
      new Setting<>(
          "tidemark.mode",
          "companion",
          SettingType.oneOf(OperatingMode.class),
          "`companion`: the reference operator manages the jobs, and serves their nonces and"
              + " `kubernetes.operator.periodic.*`; `standalone`: there is none, and Tidemark serves them.");
  public static final Setting<List<String>> WATCH_NAMESPACES =
      new Setting<>(
          "tidemark.watch.namespaces",
          "",
          SettingType.NAMESPACES,
          "The Kubernetes namespaces to serve; none named: all of them.");
  public static final Setting<String> TASK_QUEUE =
      new Setting<>(
          "tidemark.task-queue",
          "tidemark",
          SettingType.TEXT,
          "The Temporal task queue that workflows are started on and workers poll.");
  public static final Setting<String> FLINK_REST_URL_TEMPLATE =
      new Setting<>(
          "tidemark.flink.rest-url-template",
          "http://{name}-rest.{namespace}:{port}",
          SettingType.URL_TEMPLATE,
          "Where a cluster's REST API is, from the name and namespace of its FlinkDeployment and the"
              + " `rest.port` of its configuration.");
  public static final Setting<Duration> FLINK_REQUEST_TIMEOUT =
      new Setting<>(
          "tidemark.flink.request-timeout",
          "10 s",
          SettingType.DURATION,
          "How long one call to Flink may take before it is given up and repeated.");
  public static final Setting<Duration> FLINK_POLL_INTERVAL =
      new Setting<>(
          "tidemark.flink.poll-interval",
          "2 s",
          SettingType.DURATION,
          "How long at most between two looks at a snapshot under way; the first looks come sooner.");
  public static final Setting<Duration> FLINK_STORE_DURATION =
      new Setting<>(
          "tidemark.flink.store-duration",
          "5 min",
          SettingType.DURATION,
          "How long Flink remembers a snapshot after its end: the shortest `rest.async.store-duration` of"
              + " the clusters.");
  public static final Setting<String> FLINK_TLS_DIRECTORY =
      new Setting<>(
          "tidemark.flink.tls-directory",
          "",
          SettingType.DIRECTORY,
          "A Secret mounted as a directory, with `ca.crt`, or `tls.crt` and `tls.key`, or all: whom to trust"
              + " and what to show where a job names no certificates of its own. Needs a template that"
              + " begins with `https:`. Read again when it changes.");
  public static final Setting<String> FLINK_AUTH_DIRECTORY =
      new Setting<>(
          "tidemark.flink.auth-directory",
          "",
          SettingType.DIRECTORY,
          "A Secret mounted as a directory, with `token`, or `username` and `password`, which clusters are"
              + " sent that name no credentials of their own. Needs a template with one host, since whoever"
              + " owns a host would learn them. Read again when it changes.");
  public static final Setting<Integer> HTTP_PORT =
      new Setting<>(
          "tidemark.http.port",
          "8080",
          SettingType.PORT,
          "The port of `/health/live`, `/health/ready` and `/metrics`; 0: any free one, named in the log.");
  public static final Setting<Duration> SNAPSHOT_START_DEADLINE =
      new Setting<>(
          "tidemark.snapshot.start-deadline",
          "10 min",
          SettingType.DURATION_OR_ZERO,
          "How long a snapshot waits for its job to run before it is abandoned; 0: for ever.");
  public static final Setting<Duration> SNAPSHOT_DISPOSAL_DEADLINE =
      new Setting<>(
          "tidemark.snapshot.disposal-deadline",
          "10 min",
          SettingType.DURATION_OR_ZERO,
          "How long a deleted snapshot may wait for its savepoint's disposal before the data is left where"
              + " it is; 0: no limit.");
  public static final Setting<Integer> SNAPSHOT_MAX_JOB_RESTARTS =
      new Setting<>(
          "tidemark.snapshot.max-job-restarts",
          "3",
          SettingType.POSITIVE_NUMBER,
          "After so many failed attempts in a row that restarted the job, no further one is made.");
  public static final Setting<List<SavepointPath>> SAVEPOINT_ALLOWED_PREFIXES =
      new Setting<>(
          "tidemark.savepoint.allowed-prefixes",
          "",
          SettingType.DIRECTORIES,
          "Directories in which imported savepoints may be disposed of, besides those of their jobs. If"
              + " any is named, savepoints are written nowhere else, unless Flink's own default applies.");
  public static final Setting<Boolean> SAVEPOINT_DIRECTORY_PER_ATTEMPT =
      new Setting<>(
          "tidemark.savepoint.directory-per-attempt",
          "false",
          SettingType.BOOLEAN,
          "Whether each attempt writes to a directory of its own below the target directory, named after"
              + " its trigger id. A savepoint that is found after Flink forgot its trigger is then known"
              + " for sure, and disposed of with its resource.");
  public static final Setting<ZoneId> TIME_ZONE =
      new Setting<>(
          "tidemark.time-zone",
          "UTC",
          SettingType.TIME_ZONE,
          "The time zone of schedules written as cron, unless a job names one with the annotation"
              + " `tidemark.io/time-zone`.");
  public static final Setting<Duration> PERIODIC_CATCH_UP_WINDOW =
      new Setting<>(
          "tidemark.periodic.catch-up-window",
          "10 min",
          SettingType.CATCH_UP_WINDOW,
          "How late a periodic snapshot may be that nobody took when it was due, since Temporal or Tidemark"
              + " was down; what is later is skipped.");
  public static final Setting<Duration> SWEEP_INTERVAL =
      new Setting<>(
          "tidemark.sweep.interval",
          "1 min",
          SettingType.DURATION,
          "How often the snapshots that are not finished are looked through for one without a workflow, and"
              + " schedules are compared with the jobs.");
  public static final Setting<Optional<Boolean>> HISTORY_CLEANUP_ENABLED =
      new Setting<>(
          "tidemark.history-cleanup.enabled",
          "",
          SettingType.optional(SettingType.BOOLEAN),
          "Whether the history of jobs is cleaned up that do not say so themselves by the annotation"
              + " `tidemark.io/history-cleanup`; not set: in mode `standalone` only.");

  public static final Setting<Duration> HISTORY_CLEANUP_INTERVAL =
      new Setting<>(
          "tidemark.history-cleanup.interval",
          "5 min",
          SettingType.INTERVAL,
          "How often the schedule `history-cleanup` runs.");

  public static final Setting<Optional<Duration>> HISTORY_CLEANUP_MAX_AGE_THRESHOLD =
      new Setting<>(
          "tidemark.history-cleanup.max-age-threshold",
          "",
          SettingType.optional(SettingType.DURATION),
          "The maximum age of savepoints, whatever longer one a job asks for (the reference operator's"
              + " `kubernetes.operator.savepoint.history.max.age.threshold`); not set: what the job asks for.");

  public static final Setting<Optional<Integer>> HISTORY_CLEANUP_MAX_COUNT_THRESHOLD =
      new Setting<>(
          "tidemark.history-cleanup.max-count-threshold",
          "",
          SettingType.optional(SettingType.POSITIVE_NUMBER),
          "The maximum number of COMPLETED savepoints of a job, whatever larger one it asks for (the"
              + " reference operator's `kubernetes.operator.savepoint.history.max.count.threshold`); not set:"
              + " what the job asks for.");

  public static final Setting<Integer> HISTORY_CLEANUP_FAILED_LIMIT =
      new Setting<>(
          "tidemark.history-cleanup.failed-limit",
          "3",
          SettingType.number(0, 1_000_000),
          "How many FAILED and ABANDONED savepoints of a job are kept, and as many checkpoints.");

  public static final Setting<Boolean> HISTORY_CLEANUP_MANUAL =
      new Setting<>(
          "tidemark.history-cleanup.manual",
          "false",
          SettingType.BOOLEAN,
          "Whether MANUAL snapshots are cleaned up like PERIODIC and UPGRADE ones.");

  public static final Setting<Boolean> LEADER_ELECTION =
      new Setting<>(
          "tidemark.leader-election",
          "true",
          SettingType.BOOLEAN,
          "Whether one replica, picked by a Lease, watches Kubernetes; `false`: each of them does, which is"
              + " safe and only costs more requests. All replicas work in any case.");

  public static final Setting<String> LEASE_NAMESPACE =
      new Setting<>(
          "tidemark.lease.namespace",
          "",
          SettingType.NAMESPACE,
          "The Kubernetes namespace of the Lease; none named: the one that Tidemark runs in.");

  public static final Setting<String> LEASE_NAME =
      new Setting<>(
          "tidemark.lease.name",
          "tidemark",
          SettingType.RESOURCE_NAME,
          "The name of the Lease. Replicas of one installation share it; another installation in the same"
              + " namespace needs another.");

  public static final Setting<Duration> LEASE_DURATION =
      new Setting<>(
          "tidemark.lease.duration",
          "15 s",
          SettingType.LEASE_DURATION,
          "How long after a leader has died another replica takes over; one that is stopped hands over at"
              + " once. The leader renews the Lease every 2/15 of it and gives up after 2/3.");

  public static final Setting<Integer> WORKER_MAX_CONCURRENT_ACTIVITIES =
      new Setting<>(
          "tidemark.worker.max-concurrent-activities",
          "2000",
          SettingType.POSITIVE_NUMBER,
          "How many snapshots one replica awaits at once.");
  public static final Setting<Integer> METRICS_LIMIT =
      new Setting<>(
          "tidemark.metrics.limit",
          "200",
          SettingType.number(0, 10_000),
          "How many namespaces, and how many jobs by type of snapshot, have series of their own in the"
              + " metrics, since users name both; 0: none.");
  public static final Setting<LogFormat> LOG_FORMAT =
      new Setting<>(
          "tidemark.log.format",
          "json",
          SettingType.oneOf(LogFormat.class),
          "How log lines are written.");
  public static final Setting<LogLevel> LOG_LEVEL =
      new Setting<>(
          "tidemark.log.level", "info", SettingType.oneOf(LogLevel.class), "What is logged.");

  /** All settings, in the order of the documentation. */
  public static final List<Setting<?>> ALL =
      List.of(
          MODE,
          WATCH_NAMESPACES,
          TASK_QUEUE,
          FLINK_REST_URL_TEMPLATE,
          FLINK_REQUEST_TIMEOUT,
          FLINK_POLL_INTERVAL,
          FLINK_STORE_DURATION,
          FLINK_TLS_DIRECTORY,
          FLINK_AUTH_DIRECTORY,
          HTTP_PORT,
          SNAPSHOT_START_DEADLINE,
          SNAPSHOT_DISPOSAL_DEADLINE,
          SNAPSHOT_MAX_JOB_RESTARTS,
          SAVEPOINT_ALLOWED_PREFIXES,
          SAVEPOINT_DIRECTORY_PER_ATTEMPT,
          TIME_ZONE,
          PERIODIC_CATCH_UP_WINDOW,
          SWEEP_INTERVAL,
          HISTORY_CLEANUP_ENABLED,
          HISTORY_CLEANUP_INTERVAL,
          HISTORY_CLEANUP_MAX_AGE_THRESHOLD,
          HISTORY_CLEANUP_MAX_COUNT_THRESHOLD,
          HISTORY_CLEANUP_FAILED_LIMIT,
          HISTORY_CLEANUP_MANUAL,
          LEADER_ELECTION,
          LEASE_NAMESPACE,
          LEASE_NAME,
          LEASE_DURATION,
          WORKER_MAX_CONCURRENT_ACTIVITIES,
          METRICS_LIMIT,
          LOG_FORMAT,
          LOG_LEVEL);

  public Setting {
    requireNonNull(key, "key is null");
    requireNonNull(defaultText, "defaultText is null");
    requireNonNull(type, "type is null");
    requireNonNull(description, "description is null");
  }

  /** Its name in the environment: {@code tidemark.http.port} is {@code TIDEMARK_HTTP_PORT}. */
  public String environmentName() {
    return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /** What applies when it is not set. */
  public T defaultValue() {
    return type.parse(defaultText);
  }
}
