package io.tidemark.kubernetes.retention;

import io.tidemark.kubernetes.model.BooleanParser;
import io.tidemark.kubernetes.model.FlinkConfiguration;
import io.tidemark.kubernetes.model.JobAnnotations;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.workflow.retention.OrphanLimit;
import io.tidemark.workflow.retention.RetentionPolicy;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads the retention settings of one job (H2, H3, H4). Pure. */
final class JobRetentionReader {
  private static final String SAVEPOINT_CLEANUP = "kubernetes.operator.savepoint.cleanup.enabled";

  private static final String MAX_AGE = "kubernetes.operator.savepoint.history.max.age";
  private static final String MAX_COUNT = "kubernetes.operator.savepoint.history.max.count";
  private static final String RETAINED = "execution.checkpointing.num-retained";
  private static final String RETAINED_BEFORE_FLINK_2 = "state.checkpoints.num-retained";

  private final CleanupSettings system;
  private final JobResource job;
  private final SettingReader settings = new SettingReader();
  private final Optional<Boolean> annotated;

  JobRetentionReader(CleanupSettings system, JobResource job) {
    this.system = system;
    this.job = job;
    this.annotated =
        job.annotation(JobAnnotations.HISTORY_CLEANUP)
            .flatMap(
                text -> settings.read(JobAnnotations.HISTORY_CLEANUP, text, BooleanParser::parse));
  }

  /**
   * Returns why the job is to be skipped; empty if it is not. An annotation that cannot be read is
   * no such reason, since it has to be reported.
   */
  Optional<String> skipReason() {
    if (settings.problems().isEmpty() && !annotated.orElse(enabledBySystem())) {
      return Optional.of("history cleanup is turned off");
    }
    return job.running() || suspended() ? Optional.empty() : Optional.of("the job is not running");
  }

  private boolean enabledBySystem() {
    return job.handledByReference() ? system.enabledForReference() : system.enabled();
  }

  /**
   * Returns whether the job is suspended: of its snapshots, only those are deleted whose own age is
   * reached (H1).
   */
  boolean suspended() {
    return (job.suspended() || job.stopped()) && !job.beingDeleted();
  }

  /** Returns the retention of snapshots whose job does not exist (H1). */
  static JobRetention ofGoneJob(CleanupSettings system) {
    var defaults = system.defaults();
    var policy =
        new RetentionPolicy(
            defaults.savepoints(),
            defaults.maxAge(),
            defaults.maxCount(),
            null,
            null,
            system.failedLimit(),
            system.manualIncluded(),
            defaults.retainedCheckpoints());
    return system.enabled()
        ? JobRetention.limitedBy(policy.with(orphans(system, OrphanLimit.Job.GONE)))
        : JobRetention.skipped("the job does not exist");
  }

  private static OrphanLimit orphans(CleanupSettings system, OrphanLimit.Job state) {
    return new OrphanLimit(state, system.orphansAfter().orElse(null));
  }

  /**
   * Reads the job's retention.
   *
   * @param cluster the FlinkDeployment of a session job, whose configuration holds for keys that
   *     the job does not set
   */
  JobRetention read(Optional<JobResource> cluster) {
    return skipReason()
        .map(JobRetention::skipped)
        .orElseGet(
            () ->
                read(
                    Stream.concat(Stream.of(job), cluster.stream())
                        .map(JobResource::configuration)
                        .toList()));
  }

  private JobRetention read(List<FlinkConfiguration> configurations) {
    var cleanup = setting(configurations, BooleanParser::parse, SAVEPOINT_CLEANUP);
    var defaults = system.defaults();
    var policy =
        new RetentionPolicy(
            annotated.or(() -> cleanup).orElse(defaults.savepoints()),
            setting(configurations, SettingReader::flinkDuration, MAX_AGE)
                .orElse(defaults.maxAge()),
            setting(configurations, SettingReader::count, MAX_COUNT).orElse(defaults.maxCount()),
            system.maxAgeThreshold().orElse(null),
            system.maxCountThreshold().orElse(null),
            system.failedLimit(),
            system.manualIncluded(),
            setting(configurations, SettingReader::count, RETAINED, RETAINED_BEFORE_FLINK_2)
                .orElse(defaults.retainedCheckpoints()));
    return settings.problems().isEmpty()
        ? JobRetention.limitedBy(
                suspended() ? policy.with(orphans(system, OrphanLimit.Job.SUSPENDED)) : policy)
            .using(job.savepointsInUse())
        : JobRetention.unreadable(settings.problems());
  }

  /** Reads the first key that is set, in the first configuration that sets any. */
  private <T> Optional<T> setting(
      List<FlinkConfiguration> configurations, Function<String, T> parser, String... keys) {
    for (var configuration : configurations) {
      for (var key : keys) {
        var text = configuration.first(key);
        if (text.isPresent()) {
          return settings.read(key, text.get(), parser);
        }
      }
    }
    return Optional.empty();
  }
}
