package io.tidemark.app.configuration;

import static io.tidemark.app.configuration.DeclaredSettings.declare;

import io.tidemark.app.configuration.LogSettings.Format;
import io.tidemark.app.configuration.LogSettings.Level;
import io.tidemark.kubernetes.model.FlinkConfiguration;
import io.tidemark.kubernetes.model.SnapshotSpec;
import io.tidemark.workflow.model.SavepointPath;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * All settings, each declared once: here, or in {@link ConnectionSettings}. A new setting is such a
 * constant, a component of its module's record, and a line in {@link SettingsReader}.
 */
public final class Settings extends ConnectionSettings {
  static final Setting<Duration> SNAPSHOT_START_DEADLINE =
      declare(
          "tidemark.snapshot.start-deadline",
          "10 min",
          SettingType.DURATION_OR_ZERO,
          "How long a snapshot waits for its job to run before it is abandoned, and a change of a session"
              + " job for the savepoints of the job that are in progress; 0: no limit.");
  static final Setting<Duration> SNAPSHOT_DISPOSAL_DEADLINE =
      declare(
          "tidemark.snapshot.disposal-deadline",
          "10 min",
          SettingType.DURATION_OR_ZERO,
          "How long a deleted snapshot may wait for its savepoint's disposal before the data is left where"
              + " it is, and a deleted session job for the end of its job before that is left running; 0:"
              + " no limit.");
  static final Setting<Duration> SNAPSHOT_RECORD_AFTER =
      declare(
          "tidemark.snapshot.record-after",
          "150 ms",
          SettingType.DURATION_OR_ZERO,
          "A result that Flink reports within this time of the trigger, at most 2 s, is recorded without"
              + " IN_PROGRESS before it, which saves two writes; 0: IN_PROGRESS is always recorded.");
  static final Setting<Duration> SNAPSHOT_SLOW_AFTER =
      declare(
          "tidemark.snapshot.slow-after",
          "30 min",
          SettingType.DURATION_OR_ZERO,
          "How long a snapshot may be IN_PROGRESS before an event and a metric report that it is slow; 0:"
              + " never.");
  static final Setting<Duration> SNAPSHOT_RESULT_DEADLINE =
      declare(
          "tidemark.snapshot.result-deadline",
          "30 d",
          SettingType.DURATION_OR_ZERO,
          "How long Flink is polled for the result of a snapshot that it has accepted before the snapshot"
              + " is abandoned; 0: no limit.");
  static final Setting<Integer> SNAPSHOT_MAX_JOB_RESTARTS =
      declare(
          "tidemark.snapshot.max-job-restarts",
          "3",
          SettingType.POSITIVE_NUMBER,
          "How many failed attempts in a row may restart the job; after that, no further one is made.");
  static final Setting<List<SavepointPath>> SAVEPOINT_ALLOWED_PREFIXES =
      declare(
          "tidemark.savepoint.allowed-prefixes",
          "",
          SettingType.DIRECTORIES,
          "Directories in which imported savepoints may be disposed of, besides those of their jobs. If"
              + " any is named, savepoints are written nowhere else, unless Flink's own default applies.");
  static final Setting<Boolean> SAVEPOINT_DIRECTORY_PER_ATTEMPT =
      declare(
          "tidemark.savepoint.directory-per-attempt",
          "false",
          SettingType.BOOLEAN,
          "Whether each attempt writes to a directory of its own below the target directory, named after"
              + " its trigger id. A savepoint that is found after Flink forgot its trigger then belongs to"
              + " its resource for certain, and is disposed of with it.");
  static final Setting<String> SAVEPOINT_FORMAT_TYPE =
      declare(
          "tidemark.savepoint.format-type",
          "CANONICAL",
          SettingType.oneOf(SnapshotSpec.Savepoint.FORMATS),
          "The format of savepoints that Tidemark creates, for jobs that do not set"
              + " `kubernetes.operator.savepoint.format.type`.");
  static final Setting<Boolean> SAVEPOINT_DISPOSE_ON_DELETE =
      declare(
          "tidemark.savepoint.dispose-on-delete",
          "false",
          SettingType.BOOLEAN,
          "Whether savepoints that Tidemark creates are disposed of with their resources, for jobs that do"
              + " not set `kubernetes.operator.savepoint.dispose-on-delete`.");
  static final Setting<Boolean> SNAPSHOT_RESOURCE_ENABLED =
      declare(
          "tidemark.snapshot-resource.enabled",
          "true",
          SettingType.BOOLEAN,
          "Whether nonces and schedules create FlinkStateSnapshots in mode `standalone`, for jobs that do"
              + " not set `kubernetes.operator.snapshot.resource.enabled`.");
  static final Setting<String> CHECKPOINT_TYPE =
      declare(
          "tidemark.checkpoint.type",
          "FULL",
          SettingType.oneOf(FlinkConfiguration.CHECKPOINT_TYPES),
          "The type of checkpoints, for jobs that do not set `kubernetes.operator.checkpoint.type`.");
  static final Setting<ZoneId> TIME_ZONE =
      declare(
          "tidemark.time-zone",
          "UTC",
          SettingType.TIME_ZONE,
          "The time zone of schedules written as cron, unless a job names one with the annotation"
              + " `tidemark.io/time-zone`.");
  static final Setting<Duration> PERIODIC_CATCH_UP_WINDOW =
      declare(
          "tidemark.periodic.catch-up-window",
          "10 min",
          SettingType.CATCH_UP_WINDOW,
          "How late a periodic snapshot may be taken if Temporal or Tidemark was down when it was due; a"
              + " later one is skipped.");
  static final Setting<Duration> SWEEP_INTERVAL =
      declare(
          "tidemark.sweep.interval",
          "1 min",
          SettingType.DURATION,
          "How often unfinished snapshots are checked for a missing workflow; schedules are compared with"
              + " the jobs every tenth time.");
  static final Setting<Duration> JOBS_POLL_INTERVAL =
      declare(
          "tidemark.jobs.poll-interval",
          "5 s",
          SettingType.DURATION,
          "How often each cluster is asked for its jobs, whose status Tidemark writes in mode"
              + " `standalone`.");
  static final Setting<Boolean> UPGRADE_PLAN_CHECK =
      declare(
          "tidemark.upgrade.plan-check",
          "true",
          SettingType.BOOLEAN,
          "Whether Flink computes the plan of a session job's new program before the running job is"
              + " stopped. The plan runs the program's `main`, which the start then runs again.");
  static final Setting<Integer> UPGRADE_STOP_TRIES =
      declare(
          "tidemark.upgrade.stop-tries",
          "3",
          SettingType.POSITIVE_NUMBER,
          "How often the stop of a session job with a savepoint is tried, before a person has to act.");
  static final Setting<Optional<Boolean>> HISTORY_CLEANUP_ENABLED =
      declare(
          "tidemark.history-cleanup.enabled",
          "",
          SettingType.optional(SettingType.BOOLEAN),
          "Whether history cleanup is on for jobs that do not set the annotation"
              + " `tidemark.io/history-cleanup`; not set: in mode `standalone` only.");
  static final Setting<Duration> HISTORY_CLEANUP_INTERVAL =
      declare(
          "tidemark.history-cleanup.interval",
          "5 min",
          SettingType.INTERVAL,
          "How often the schedule `history-cleanup` runs.");
  static final Setting<Boolean> HISTORY_CLEANUP_SAVEPOINTS =
      declare(
          "tidemark.history-cleanup.savepoints",
          "true",
          SettingType.BOOLEAN,
          "Whether savepoints are cleaned up, for jobs that do not set"
              + " `kubernetes.operator.savepoint.cleanup.enabled`.");
  static final Setting<Duration> HISTORY_CLEANUP_MAX_AGE =
      declare(
          "tidemark.history-cleanup.max-age",
          "24 h",
          SettingType.DURATION,
          "The maximum age of savepoints, for jobs that do not set"
              + " `kubernetes.operator.savepoint.history.max.age`.");
  static final Setting<Integer> HISTORY_CLEANUP_MAX_COUNT =
      declare(
          "tidemark.history-cleanup.max-count",
          "10",
          SettingType.POSITIVE_NUMBER,
          "The maximum number of COMPLETED savepoints, for jobs that do not set"
              + " `kubernetes.operator.savepoint.history.max.count`.");
  static final Setting<Integer> HISTORY_CLEANUP_RETAINED_CHECKPOINTS =
      declare(
          "tidemark.history-cleanup.retained-checkpoints",
          "1",
          SettingType.POSITIVE_NUMBER,
          "How many COMPLETED checkpoints are kept, for jobs that do not set"
              + " `state.checkpoints.num-retained` (Flink 2: `execution.checkpointing.num-retained`).");
  static final Setting<Optional<Duration>> HISTORY_CLEANUP_MAX_AGE_THRESHOLD =
      declare(
          "tidemark.history-cleanup.max-age-threshold",
          "",
          SettingType.optional(SettingType.DURATION),
          "The maximum age of savepoints, even if a job asks for a longer one (the Flink operator's"
              + " `kubernetes.operator.savepoint.history.max.age.threshold`); not set: what the job asks for.");
  static final Setting<Optional<Integer>> HISTORY_CLEANUP_MAX_COUNT_THRESHOLD =
      declare(
          "tidemark.history-cleanup.max-count-threshold",
          "",
          SettingType.optional(SettingType.POSITIVE_NUMBER),
          "The maximum number of COMPLETED savepoints of a job, even if it asks for a larger one (the"
              + " Flink operator's `kubernetes.operator.savepoint.history.max.count.threshold`); not set:"
              + " what the job asks for.");
  static final Setting<Integer> HISTORY_CLEANUP_FAILED_LIMIT =
      declare(
          "tidemark.history-cleanup.failed-limit",
          "3",
          SettingType.number(0, 1_000_000),
          "How many FAILED and ABANDONED savepoints of a job are kept, and as many checkpoints.");
  static final Setting<Boolean> HISTORY_CLEANUP_MANUAL =
      declare(
          "tidemark.history-cleanup.manual",
          "false",
          SettingType.BOOLEAN,
          "Whether MANUAL snapshots are cleaned up like PERIODIC and UPGRADE ones.");
  static final Setting<Optional<Duration>> HISTORY_CLEANUP_ORPHANS_AFTER =
      declare(
          "tidemark.history-cleanup.orphans-after",
          "",
          SettingType.optional(SettingType.DURATION),
          "The age at which snapshots are deleted whose job is gone or suspended; not set: only those with"
              + " the annotation `tidemark.io/ttl`. Needs history cleanup to be on"
              + " (`tidemark.history-cleanup.enabled`).");
  static final Setting<Boolean> LEADER_ELECTION =
      declare(
          "tidemark.leader-election",
          "true",
          SettingType.BOOLEAN,
          "Whether only one replica, elected through a Lease, watches Kubernetes; `false`: every replica"
              + " does, which is safe and only costs more requests. All replicas run workflows in any"
              + " case.");
  static final Setting<String> LEASE_NAMESPACE =
      declare(
          "tidemark.lease.namespace",
          "",
          SettingType.NAMESPACE,
          "The Kubernetes namespace of the Lease; not set: the one that Tidemark runs in.");
  static final Setting<String> LEASE_NAME =
      declare(
          "tidemark.lease.name",
          "tidemark",
          SettingType.RESOURCE_NAME,
          "The name of the Lease. Replicas of one installation share it; another installation in the same"
              + " namespace needs another.");
  static final Setting<Duration> LEASE_DURATION =
      declare(
          "tidemark.lease.duration",
          "15 s",
          SettingType.LEASE_DURATION,
          "How long after a leader has died another replica takes over; a leader that is stopped hands"
              + " over at once. The leader renews the Lease every 2/15 of this duration and gives up after"
              + " 2/3.");
  static final Setting<Integer> WORKER_MAX_CONCURRENT_ACTIVITIES =
      declare(
          "tidemark.worker.max-concurrent-activities",
          "2000",
          SettingType.POSITIVE_NUMBER,
          "How many snapshots one replica awaits at once.");
  static final Setting<Integer> METRICS_LIMIT =
      declare(
          "tidemark.metrics.limit",
          "200",
          SettingType.number(0, 10_000),
          "How many namespaces, and how many jobs by type of snapshot, have series of their own in the"
              + " metrics, since users name both; 0: none.");
  static final Setting<Format> LOG_FORMAT =
      declare(
          "tidemark.log.format",
          "json",
          SettingType.oneOf(Format.class),
          "How log lines are written.");
  static final Setting<Level> LOG_LEVEL =
      declare(
          "tidemark.log.level",
          "info",
          SettingType.oneOf(Level.class),
          "The least severe level that is logged.");

  /** All settings, in the order of the documentation. */
  public static final List<Setting<?>> ALL = DeclaredSettings.all();

  private Settings() {}
}
