package io.tidemark.dev;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How a sample job is submitted.
 *
 * @param name the job's name in Flink
 * @param stateBytes keyed state, all keys together
 * @param recordsPerSecond how often a key's payload is replaced
 * @param flinkConfiguration settings of this job, over those of the cluster
 * @param savepoint the savepoint to start from, or "" for none
 */
public record FlinkJobOptions(
    String name,
    int stateBytes,
    int recordsPerSecond,
    Map<String, String> flinkConfiguration,
    String savepoint) {
  public FlinkJobOptions {
    requireNonNull(name, "name is null");
    requireNonNull(savepoint, "savepoint is null");
    flinkConfiguration = Map.copyOf(flinkConfiguration);
  }

  /** 8 kB of state, ten records a second, Flink's defaults. */
  public static FlinkJobOptions named(String name) {
    return new FlinkJobOptions(name, 8 * 1024, 10, Map.of(), "");
  }

  public FlinkJobOptions withName(String value) {
    return new FlinkJobOptions(value, stateBytes, recordsPerSecond, flinkConfiguration, savepoint);
  }

  public FlinkJobOptions withStateBytes(int value) {
    return new FlinkJobOptions(name, value, recordsPerSecond, flinkConfiguration, savepoint);
  }

  public FlinkJobOptions withRecordsPerSecond(int value) {
    return new FlinkJobOptions(name, stateBytes, value, flinkConfiguration, savepoint);
  }

  public FlinkJobOptions withSavepoint(String value) {
    return new FlinkJobOptions(name, stateBytes, recordsPerSecond, flinkConfiguration, value);
  }

  public FlinkJobOptions withSetting(String key, String value) {
    var settings = new HashMap<>(flinkConfiguration);
    settings.put(key, value);
    return new FlinkJobOptions(name, stateBytes, recordsPerSecond, settings, savepoint);
  }

  public FlinkJobOptions withCheckpointInterval(Duration value) {
    return withSetting("execution.checkpointing.interval", value.toMillis() + " ms");
  }

  /** How many failed snapshots the job survives without a restart; Flink's default is none. */
  public FlinkJobOptions withTolerableFailedCheckpoints(int value) {
    return withSetting(
        "execution.checkpointing.tolerable-failed-checkpoints", Integer.toString(value));
  }

  List<String> programArguments(FlinkJob job) {
    return List.of(
        "name=" + name,
        "stateBytes=" + stateBytes,
        "recordsPerSecond=" + recordsPerSecond,
        "behaviour=" + job.behaviour());
  }
}
