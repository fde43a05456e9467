package io.tidemark.app.configuration;

import static java.util.Objects.requireNonNull;

import io.tidemark.flink.FlinkEndpoints;
import io.tidemark.kubernetes.model.OperatingMode;
import io.tidemark.kubernetes.model.SavepointPath;
import io.tidemark.kubernetes.store.WatchedNamespaces;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All settings of the process, read and checked at start. How Temporal and Kubernetes are reached
 * is not among them: that is read from the standard variables by temporal-envconfig and fabric8.
 *
 * @param mode who looks after the jobs
 * @param namespaces the namespaces to serve
 * @param taskQueue the Temporal task queue
 * @param flink how Flink is called
 * @param httpPort port of health and metrics; 0: any free one
 * @param snapshot the limits of a snapshot
 * @param savepoint where savepoints may lie
 * @param periodic how snapshots are taken by schedules
 * @param sweepInterval how often unfinished snapshots are looked through
 * @param historyCleanup which snapshots are deleted when
 * @param leaderElection which of several replicas watches
 * @param maxConcurrentActivities how many activities one process runs at once
 * @param metricsLimit how many namespaces and jobs have series of their own
 * @param log how the process logs
 */
public record TidemarkConfiguration(
    OperatingMode mode,
    WatchedNamespaces namespaces,
    String taskQueue,
    Flink flink,
    int httpPort,
    Snapshot snapshot,
    Savepoint savepoint,
    Periodic periodic,
    Duration sweepInterval,
    HistoryCleanup historyCleanup,
    LeaderElection leaderElection,
    int maxConcurrentActivities,
    int metricsLimit,
    Log log) {
  /**
   * How Flink is called.
   *
   * @param restUrlTemplate URL of a cluster with placeholders
   * @param requestTimeout limit of one call
   * @param pollInterval between two looks at a snapshot under way, at most
   * @param storeDuration how long Flink remembers a snapshot after its end
   * @param tlsDirectory certificates for jobs that name none; empty for none
   * @param authDirectory credentials for jobs that name none; empty for none
   */
  public record Flink(
      String restUrlTemplate,
      Duration requestTimeout,
      Duration pollInterval,
      Duration storeDuration,
      String tlsDirectory,
      String authDirectory) {
    public Flink {
      requireNonNull(restUrlTemplate, "restUrlTemplate is null");
      requireNonNull(requestTimeout, "requestTimeout is null");
      requireNonNull(pollInterval, "pollInterval is null");
      requireNonNull(storeDuration, "storeDuration is null");
      requireNonNull(tlsDirectory, "tlsDirectory is null");
      requireNonNull(authDirectory, "authDirectory is null");
    }

    /** What does not go together. */
    private List<String> problems() {
      var endpoints = new FlinkEndpoints(restUrlTemplate);
      var problems = new ArrayList<String>();
      if (!tlsDirectory.isEmpty() && !endpoints.https()) {
        problems.add(
            "tidemark.flink.tls-directory=%s would not be used: tidemark.flink.rest-url-template=%s does not begin with https:"
                .formatted(tlsDirectory, restUrlTemplate));
      }
      if (!authDirectory.isEmpty() && !endpoints.oneHost()) {
        problems.add(
            "tidemark.flink.auth-directory=%s would be sent to any host that a job's name leads to: tidemark.flink.rest-url-template=%s must have one host, or the jobs name credentials of their own"
                .formatted(authDirectory, restUrlTemplate));
      }
      return problems;
    }
  }

  /**
   * The limits of a snapshot (R10, R15, R23).
   *
   * @param startDeadline how long to wait for the job; zero: for ever
   * @param disposalDeadline how long to try to dispose; zero: for ever
   * @param maxJobRestarts attempts in a row that may restart the job
   */
  public record Snapshot(Duration startDeadline, Duration disposalDeadline, int maxJobRestarts) {
    public Snapshot {
      requireNonNull(startDeadline, "startDeadline is null");
      requireNonNull(disposalDeadline, "disposalDeadline is null");
    }
  }

  /**
   * Which of several replicas watches Kubernetes (S2).
   *
   * @param enabled whether one of them is picked; otherwise all watch
   * @param leaseNamespace where the Lease is; empty: where Tidemark runs
   * @param leaseName the Lease's name
   * @param leaseDuration how long after a leader's death another one takes over
   */
  public record LeaderElection(
      boolean enabled, String leaseNamespace, String leaseName, Duration leaseDuration) {
    public LeaderElection {
      requireNonNull(leaseNamespace, "leaseNamespace is null");
      requireNonNull(leaseName, "leaseName is null");
      requireNonNull(leaseDuration, "leaseDuration is null");
    }
  }

  /**
   * Where savepoints may lie (R18, R19).
   *
   * @param allowedPrefixes the directories; empty: anywhere
   * @param directoryPerAttempt whether each attempt has a directory of its own
   */
  public record Savepoint(List<SavepointPath> allowedPrefixes, boolean directoryPerAttempt) {
    public Savepoint {
      allowedPrefixes = List.copyOf(allowedPrefixes);
    }
  }

  /**
   * How snapshots are taken by schedules (T4, T5).
   *
   * @param timeZone of jobs that name none
   * @param catchUpWindow how late a snapshot may be
   */
  public record Periodic(ZoneId timeZone, Duration catchUpWindow) {
    public Periodic {
      requireNonNull(timeZone, "timeZone is null");
      requireNonNull(catchUpWindow, "catchUpWindow is null");
    }
  }

  /**
   * Which snapshots are deleted when (H1, H2).
   *
   * @param enabled whether jobs are cleaned up that do not say so; empty: it depends on the mode
   * @param interval how often
   * @param maxAgeThreshold caps the age that jobs ask for
   * @param maxCountThreshold caps the count that jobs ask for
   * @param failedLimit how many FAILED and ABANDONED ones are kept
   * @param manual whether MANUAL ones are cleaned up
   */
  public record HistoryCleanup(
      Optional<Boolean> enabled,
      Duration interval,
      Optional<Duration> maxAgeThreshold,
      Optional<Integer> maxCountThreshold,
      int failedLimit,
      boolean manual) {
    public HistoryCleanup {
      requireNonNull(enabled, "enabled is null");
      requireNonNull(interval, "interval is null");
      requireNonNull(maxAgeThreshold, "maxAgeThreshold is null");
      requireNonNull(maxCountThreshold, "maxCountThreshold is null");
    }

    /** Whether it is on by itself: beside the reference operator, which has its own, it is not. */
    public boolean enabledIn(OperatingMode mode) {
      return enabled.orElse(mode == OperatingMode.STANDALONE);
    }
  }

  /**
   * How the process logs.
   *
   * @param format see {@link LogFormat}
   * @param level see {@link LogLevel}
   */
  public record Log(LogFormat format, LogLevel level) {
    public Log {
      requireNonNull(format, "format is null");
      requireNonNull(level, "level is null");
    }
  }

  /** How log lines are written. */
  public enum LogFormat {
    JSON,
    TEXT
  }

  /** What is logged: this and everything more severe. */
  public enum LogLevel {
    TRACE,
    DEBUG,
    INFO,
    WARN,
    ERROR
  }

  public TidemarkConfiguration {
    requireNonNull(mode, "mode is null");
    requireNonNull(namespaces, "namespaces is null");
    requireNonNull(taskQueue, "taskQueue is null");
    requireNonNull(flink, "flink is null");
    requireNonNull(snapshot, "snapshot is null");
    requireNonNull(savepoint, "savepoint is null");
    requireNonNull(periodic, "periodic is null");
    requireNonNull(sweepInterval, "sweepInterval is null");
    requireNonNull(historyCleanup, "historyCleanup is null");
    requireNonNull(leaderElection, "leaderElection is null");
    requireNonNull(log, "log is null");
  }

  /**
   * Reads the environment and, if one is named there, the configuration file. The environment wins.
   *
   * @throws ConfigurationException with everything that is wrong
   */
  public static TidemarkConfiguration load(Map<String, String> environment) {
    var problems = new ArrayList<String>();
    var values = new SettingValues(sources(environment, problems), problems);
    var configuration = from(values);
    problems.addAll(configuration.flink().problems());
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
    return configuration;
  }

  private static List<SettingSource> sources(
      Map<String, String> environment, List<String> problems) {
    var sources = new ArrayList<SettingSource>();
    sources.add(Environment.read(environment));
    try {
      Environment.configurationFile(environment)
          .map(ConfigurationFile::read)
          .ifPresent(sources::add);
    } catch (ConfigurationException e) {
      problems.addAll(e.problems());
    }
    return sources;
  }

  private static TidemarkConfiguration from(SettingValues values) {
    return new TidemarkConfiguration(
        values.get(Setting.MODE),
        new WatchedNamespaces(Set.copyOf(values.get(Setting.WATCH_NAMESPACES))),
        values.get(Setting.TASK_QUEUE),
        new Flink(
            values.get(Setting.FLINK_REST_URL_TEMPLATE),
            values.get(Setting.FLINK_REQUEST_TIMEOUT),
            values.get(Setting.FLINK_POLL_INTERVAL),
            values.get(Setting.FLINK_STORE_DURATION),
            values.get(Setting.FLINK_TLS_DIRECTORY),
            values.get(Setting.FLINK_AUTH_DIRECTORY)),
        values.get(Setting.HTTP_PORT),
        new Snapshot(
            values.get(Setting.SNAPSHOT_START_DEADLINE),
            values.get(Setting.SNAPSHOT_DISPOSAL_DEADLINE),
            values.get(Setting.SNAPSHOT_MAX_JOB_RESTARTS)),
        new Savepoint(
            values.get(Setting.SAVEPOINT_ALLOWED_PREFIXES),
            values.get(Setting.SAVEPOINT_DIRECTORY_PER_ATTEMPT)),
        new Periodic(values.get(Setting.TIME_ZONE), values.get(Setting.PERIODIC_CATCH_UP_WINDOW)),
        values.get(Setting.SWEEP_INTERVAL),
        new HistoryCleanup(
            values.get(Setting.HISTORY_CLEANUP_ENABLED),
            values.get(Setting.HISTORY_CLEANUP_INTERVAL),
            values.get(Setting.HISTORY_CLEANUP_MAX_AGE_THRESHOLD),
            values.get(Setting.HISTORY_CLEANUP_MAX_COUNT_THRESHOLD),
            values.get(Setting.HISTORY_CLEANUP_FAILED_LIMIT),
            values.get(Setting.HISTORY_CLEANUP_MANUAL)),
        new LeaderElection(
            values.get(Setting.LEADER_ELECTION),
            values.get(Setting.LEASE_NAMESPACE),
            values.get(Setting.LEASE_NAME),
            values.get(Setting.LEASE_DURATION)),
        values.get(Setting.WORKER_MAX_CONCURRENT_ACTIVITIES),
        values.get(Setting.METRICS_LIMIT),
        new Log(values.get(Setting.LOG_FORMAT), values.get(Setting.LOG_LEVEL)));
  }
}
