package io.tidemark.kubernetes.retention;

import io.tidemark.kubernetes.model.BooleanParser;
import io.tidemark.kubernetes.model.FlinkConfiguration;
import io.tidemark.kubernetes.model.JobAnnotations;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.workflow.retention.RetentionPolicy;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads how the history of one job is kept (H2, H3, H4). Pure. */
final class JobPolicyReader {
  /** On a job: {@code true} or {@code false}, over everything that is configured (H4). */
  private static final String SAVEPOINT_CLEANUP = "kubernetes.operator.savepoint.cleanup.enabled";

  private static final String MAX_AGE = "kubernetes.operator.savepoint.history.max.age";
  private static final String MAX_COUNT = "kubernetes.operator.savepoint.history.max.count";
  private static final String RETAINED = "execution.checkpointing.num-retained";
  private static final String RETAINED_BEFORE_FLINK_2 = "state.checkpoints.num-retained";

  private final CleanupSettings system;
  private final JobResource job;
  private final SettingReader reading = new SettingReader();
  private final Optional<Boolean> wish;

  JobPolicyReader(CleanupSettings system, JobResource job) {
    this.system = system;
    this.job = job;
    this.wish =
        job.annotation(JobAnnotations.HISTORY_CLEANUP)
            .flatMap(
                text -> reading.read(JobAnnotations.HISTORY_CLEANUP, text, BooleanParser::parse));
  }

  /** Why nothing of the job is to be looked at; a switch that cannot be read is no such reason. */
  Optional<String> leftAlone() {
    if (reading.problems().isEmpty() && !wish.orElse(system.enabled())) {
      return Optional.of("its history cleanup is off");
    }
    return job.running() ? Optional.empty() : Optional.of("the job is not running");
  }

  /**
   * The policy.
   *
   * @param cluster the FlinkDeployment of a session job, whose configuration stands in where the
   *     job has none
   */
  JobPolicy policy(Optional<JobResource> cluster) {
    return leftAlone()
        .map(JobPolicy::leftAlone)
        .orElseGet(
            () ->
                policy(
                    Stream.concat(Stream.of(job), cluster.stream())
                        .map(JobResource::configuration)
                        .toList()));
  }

  private JobPolicy policy(List<FlinkConfiguration> configurations) {
    var standard = RetentionPolicy.DEFAULT;
    var cleanup = setting(configurations, BooleanParser::parse, SAVEPOINT_CLEANUP);
    var policy =
        new RetentionPolicy(
            wish.or(() -> cleanup).orElse(standard.savepointCleanup()),
            setting(configurations, SettingReader::flinkDuration, MAX_AGE)
                .orElse(standard.maxAge()),
            setting(configurations, SettingReader::count, MAX_COUNT).orElse(standard.maxCount()),
            system.maxAgeThreshold().orElse(null),
            system.maxCountThreshold().orElse(null),
            system.failedLimit(),
            system.manualIncluded(),
            setting(configurations, SettingReader::count, RETAINED, RETAINED_BEFORE_FLINK_2)
                .orElse(standard.retainedCheckpoints()));
    return reading.problems().isEmpty()
        ? JobPolicy.applies(policy)
        : JobPolicy.unreadable(reading.problems());
  }

  /** The first key that is set in the first configuration that sets one. */
  private <T> Optional<T> setting(
      List<FlinkConfiguration> configurations, Function<String, T> parser, String... keys) {
    for (var configuration : configurations) {
      for (var key : keys) {
        var text = configuration.first(key);
        if (text.isPresent()) {
          return reading.read(key, text.get(), parser);
        }
      }
    }
    return Optional.empty();
  }
}
