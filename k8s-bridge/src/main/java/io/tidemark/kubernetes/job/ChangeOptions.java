package io.tidemark.kubernetes.job;

import static java.util.Objects.requireNonNull;

import io.tidemark.kubernetes.legacy.LegacyMode;
import io.tidemark.kubernetes.model.BooleanParser;
import io.tidemark.kubernetes.model.DurationParser;
import io.tidemark.kubernetes.model.FlinkConfiguration;
import io.tidemark.kubernetes.model.InvalidSettingException;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.model.SnapshotSpec;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The reference's keys for changes of a job: the job's own values, else those of its cluster.
 *
 * @param job the job's own configuration
 * @param cluster the configuration of its cluster
 * @param defaults the values where neither of the two has one
 */
record ChangeOptions(
    FlinkConfiguration job, Optional<FlinkConfiguration> cluster, SessionJobSettings defaults) {
  private static final String PREFIX = "kubernetes.operator.";
  private static final String FORMAT_TYPE = PREFIX + "savepoint.format.type";
  private static final String DISPOSE_ON_DELETE = PREFIX + "savepoint.dispose-on-delete";
  private static final String DRAIN = PREFIX + "job.drain-on-savepoint-deletion";
  private static final String IGNORE_PENDING = PREFIX + "job.upgrade.ignore-pending-savepoint";
  private static final String LAST_STATE_FALLBACK =
      PREFIX + "job.upgrade.last-state-fallback.enabled";
  private static final String SAVEPOINT_ON_DELETION = PREFIX + "job.savepoint-on-deletion";
  private static final String RESTART_FAILED = PREFIX + "job.restart.failed";
  private static final String ROLLBACK = PREFIX + "deployment.rollback.enabled";
  private static final String READINESS_TIMEOUT = PREFIX + "deployment.readiness.timeout";
  private static final Duration DEFAULT_READINESS_TIMEOUT = Duration.ofMinutes(5);

  static ChangeOptions of(
      SessionJobSpec spec, Optional<JobResource> cluster, SessionJobSettings defaults) {
    return new ChangeOptions(
        FlinkConfiguration.of(spec.raw().get("flinkConfiguration")),
        cluster.map(JobResource::configuration),
        defaults);
  }

  String formatType() {
    var text = first(FORMAT_TYPE).orElse(defaults.formatType());
    var format = text.toUpperCase(Locale.ROOT);
    if (!SnapshotSpec.Savepoint.FORMATS.contains(format)) {
      throw new InvalidSettingException(FORMAT_TYPE, text, "neither CANONICAL nor NATIVE");
    }
    return format;
  }

  boolean disposeOnDelete() {
    return flag(DISPOSE_ON_DELETE).orElse(defaults.disposeOnDelete());
  }

  boolean drain() {
    return flag(DRAIN).orElse(false);
  }

  boolean ignoresPendingSavepoints() {
    return flag(IGNORE_PENDING).orElse(false);
  }

  boolean fallsBackToLastState() {
    return flag(LAST_STATE_FALLBACK).orElse(true);
  }

  /** Returns whether snapshots of the job get resources, which its savepoints then have (L1). */
  private boolean createsSnapshotResources() {
    return flag(LegacyMode.KEY).orElse(true);
  }

  boolean savepointOnDeletion() {
    return flag(SAVEPOINT_ON_DELETION).orElse(false);
  }

  boolean restartsFailed() {
    return flag(RESTART_FAILED).orElse(false);
  }

  /** Returns whether a refused start leads back to the last stable spec (U7). */
  boolean rollsBackRefused() {
    return flag(ROLLBACK).orElse(true);
  }

  /** Returns whether a job that does not get ready leads back too (U7). */
  boolean rollsBackUnready() {
    return flag(ROLLBACK).orElse(false);
  }

  Duration readinessTimeout() {
    return parsed(READINESS_TIMEOUT, DurationParser::parse).orElse(DEFAULT_READINESS_TIMEOUT);
  }

  /** Returns the savepoint directory (R4); empty leaves it to Flink. */
  Optional<String> savepointDirectory() {
    return configurations()
        .flatMap(configuration -> configuration.savepointDirectory().stream())
        .findFirst();
  }

  /** Returns the error of the first value that cannot be read; empty without one. */
  Optional<String> error() {
    return Stream.<Supplier<Object>>of(
            this::formatType,
            this::disposeOnDelete,
            this::drain,
            this::ignoresPendingSavepoints,
            this::fallsBackToLastState,
            this::savepointOnDeletion,
            this::restartsFailed,
            this::rollsBackRefused,
            this::createsSnapshotResources,
            this::readinessTimeout)
        .flatMap(value -> problem(value).stream())
        .findFirst();
  }

  private static Optional<String> problem(Supplier<Object> value) {
    try {
      requireNonNull(value.get(), "value is null");
      return Optional.empty();
    } catch (InvalidSettingException invalid) {
      return Optional.of(invalid.getMessage());
    }
  }

  private Optional<Boolean> flag(String key) {
    return parsed(key, BooleanParser::parse);
  }

  private <T> Optional<T> parsed(String key, Function<String, T> parser) {
    return first(key).map(text -> InvalidSettingException.parse(key, text, parser));
  }

  private Optional<String> first(String key) {
    return configurations().flatMap(configuration -> configuration.first(key).stream()).findFirst();
  }

  private Stream<FlinkConfiguration> configurations() {
    return Stream.concat(Stream.of(job), cluster.stream());
  }
}
