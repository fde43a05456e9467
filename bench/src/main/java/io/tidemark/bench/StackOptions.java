package io.tidemark.bench;

import io.tidemark.dev.DevStack;
import io.tidemark.dev.FlinkRelease;
import io.tidemark.dev.TidemarkServer;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options of commands that measure Tidemark on a stack of real components. */
final class StackOptions {
  @Option(names = "--jobs", description = "Flink jobs that the snapshots are of, in turn.")
  private int jobs = 10;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "Environment variables for the Tidemark server.")
  private Map<String, String> settings = new LinkedHashMap<>();

  /** Starts etcd, kube-apiserver, Temporal, and Flink with the jobs. */
  DevStack startStack() {
    return startStack(0);
  }

  /**
   * Starts them with room for further jobs.
   *
   * @param slots the number of tasks that can run beside the jobs
   */
  DevStack startStack(int slots) {
    return DevStack.builder()
        .kubernetes()
        .temporal()
        .flink(FlinkRelease.V1_20)
        .flinkSetting("taskmanager.numberOfTaskSlots", Integer.toString(jobs + slots))
        .jobs(jobs)
        .start();
  }

  /** Starts Tidemark with the settings. */
  TidemarkServer startTidemark(DevStack stack) {
    return startTidemark(stack, Map.of());
  }

  /** Starts Tidemark with settings of a command, over which those of the options win. */
  TidemarkServer startTidemark(DevStack stack, Map<String, String> defaults) {
    var all = new LinkedHashMap<>(defaults);
    all.putAll(settings);
    return TidemarkServer.start(stack, "tidemark", all);
  }
}
