package io.tidemark.flink.job;

import static java.util.stream.Collectors.toMap;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The cluster's own configuration, as its JobManager shows it. Flink has had two names for most of
 * the keys.
 *
 * @param values the values by key
 */
record JobManagerConfiguration(Map<String, String> values) {
  private static final List<String> WITHOUT_HA = List.of("none", "standalone");
  private static final String DEFAULT_CLUSTER_ID = "default";

  static JobManagerConfiguration of(JobMessages.ConfigurationEntry[] entries) {
    return new JobManagerConfiguration(
        Arrays.stream(entries)
            .collect(
                toMap(
                    JobMessages.ConfigurationEntry::key,
                    entry -> entry.value().strip(),
                    (first, second) -> second)));
  }

  /** Returns the default savepoint directory; empty for none. */
  String savepointDirectory() {
    return first("execution.checkpointing.savepoint-dir", "state.savepoints.dir").orElse("");
  }

  /**
   * Returns the directory in which the JobManager keeps the results of jobs; empty without high
   * availability, which keeps them in memory.
   */
  Optional<String> jobResultStore() {
    return first("high-availability.type", "high-availability")
        .filter(type -> !WITHOUT_HA.contains(type.toLowerCase(Locale.ROOT)))
        .flatMap(type -> first("job-result-store.storage-path").or(this::defaultStore));
  }

  private Optional<String> defaultStore() {
    var cluster =
        first("high-availability.cluster-id", "kubernetes.cluster-id").orElse(DEFAULT_CLUSTER_ID);
    return first("high-availability.storageDir")
        .map(directory -> directory + "/job-result-store/" + cluster)
        .map(path -> path.replaceAll("(?<![:/])/{2,}", "/"));
  }

  private Optional<String> first(String... keys) {
    return Stream.of(keys)
        .flatMap(key -> Optional.ofNullable(values.get(key)).stream())
        .filter(value -> !value.isEmpty())
        .findFirst();
  }
}
