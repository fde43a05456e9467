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
 * @param finishingSource whether a second source is there that ends soon
 */
public record FlinkJobOptions(
    String name,
    int stateBytes,
    int recordsPerSecond,
    Map<String, String> flinkConfiguration,
    String savepoint,
    boolean finishingSource) {
  public FlinkJobOptions {
    requireNonNull(name, "name is null");
    requireNonNull(savepoint, "savepoint is null");
    flinkConfiguration = Map.copyOf(flinkConfiguration);
  }

  /** 8 kB of state, ten records a second, Flink's defaults. */
  public static FlinkJobOptions named(String name) {
    return new FlinkJobOptions(name, 8 * 1024, 10, Map.of(), "", false);
  }

  public FlinkJobOptions withName(String value) {
    return new FlinkJobOptions(
        value, stateBytes, recordsPerSecond, flinkConfiguration, savepoint, finishingSource);
  }

  public FlinkJobOptions withStateBytes(int value) {
    return new FlinkJobOptions(
        name, value, recordsPerSecond, flinkConfiguration, savepoint, finishingSource);
  }

  public FlinkJobOptions withRecordsPerSecond(int value) {
    return new FlinkJobOptions(
        name, stateBytes, value, flinkConfiguration, savepoint, finishingSource);
  }

  public FlinkJobOptions withSavepoint(String value) {
    return new FlinkJobOptions(
        name, stateBytes, recordsPerSecond, flinkConfiguration, value, finishingSource);
  }

  /** A second source, whose tasks are soon FINISHED while the first one's run on. */
  public FlinkJobOptions withFinishingSource() {
    return new FlinkJobOptions(
        name, stateBytes, recordsPerSecond, flinkConfiguration, savepoint, true);
  }

  public FlinkJobOptions withSetting(String key, String value) {
    var settings = new HashMap<>(flinkConfiguration);
    settings.put(key, value);
    return new FlinkJobOptions(
        name, stateBytes, recordsPerSecond, settings, savepoint, finishingSource);
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
        "behaviour=" + job.behaviour(),
        "finishingSource=" + finishingSource);
  }
}
