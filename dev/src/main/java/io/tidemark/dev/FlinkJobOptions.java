package io.tidemark.dev;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The options of a sample job. Each job has 8 kB of keyed state, of which it replaces ten payloads
 * a second.
 *
 * @param name the job's name in Flink
 * @param flinkConfiguration settings of this job, over those of the cluster
 * @param savepoint the savepoint to start from, or "" for none
 * @param finishingSource whether a second source is there that ends soon
 */
public record FlinkJobOptions(
    String name,
    Map<String, String> flinkConfiguration,
    String savepoint,
    boolean finishingSource) {
  private static final int STATE_BYTES = 8 * 1024;
  private static final int RECORDS_PER_SECOND = 10;

  public FlinkJobOptions {
    requireNonNull(name, "name is null");
    requireNonNull(savepoint, "savepoint is null");
    flinkConfiguration = Map.copyOf(flinkConfiguration);
  }

  /** Returns the options of a job with Flink's defaults. */
  public static FlinkJobOptions named(String name) {
    return new FlinkJobOptions(name, Map.of(), "", false);
  }

  public FlinkJobOptions withName(String value) {
    return new FlinkJobOptions(value, flinkConfiguration, savepoint, finishingSource);
  }

  public FlinkJobOptions withSavepoint(String value) {
    return new FlinkJobOptions(name, flinkConfiguration, value, finishingSource);
  }

  /** A second source, whose tasks are soon FINISHED while the first one's run on. */
  public FlinkJobOptions withFinishingSource() {
    return new FlinkJobOptions(name, flinkConfiguration, savepoint, true);
  }

  public FlinkJobOptions withSetting(String key, String value) {
    var settings = new HashMap<>(flinkConfiguration);
    settings.put(key, value);
    return new FlinkJobOptions(name, settings, savepoint, finishingSource);
  }

  public FlinkJobOptions withCheckpointInterval(Duration value) {
    return withSetting("execution.checkpointing.interval", value.toMillis() + " ms");
  }

  /** Sets how many failed snapshots the job survives without a restart; Flink's default is 0. */
  public FlinkJobOptions withTolerableFailedCheckpoints(int value) {
    return withSetting(
        "execution.checkpointing.tolerable-failed-checkpoints", Integer.toString(value));
  }

  List<String> programArguments(FlinkJob job) {
    return List.of(
        "name=" + name,
        "stateBytes=" + STATE_BYTES,
        "recordsPerSecond=" + RECORDS_PER_SECOND,
        "behaviour=" + job.behaviour(),
        "finishingSource=" + finishingSource);
  }
}
