package io.tidemark.bench;

import io.tidemark.dev.DevStack;
import io.tidemark.dev.TidemarkServer;
import java.util.Map;
import java.util.TreeMap;

/**
 * The processes that share the machine.
 *
 * @param byName the meter of each
 */
record Processes(Map<String, ProcessMeter> byName) {
  static final String BENCHMARK = "benchmark";
  private static final String TIDEMARK = "tidemark";

  static Processes of(DevStack stack, TidemarkServer tidemark) {
    return new Processes(
        Map.of(
            TIDEMARK,
            new ProcessMeter(tidemark.process().pid()),
            "temporal",
            new ProcessMeter(stack.temporal().process().pid()),
            "kube-apiserver",
            new ProcessMeter(stack.kubernetes().apiServer().pid()),
            "etcd",
            new ProcessMeter(stack.kubernetes().etcd().pid()),
            "flink",
            new ProcessMeter(stack.flink().process().pid()),
            BENCHMARK,
            new ProcessMeter(ProcessHandle.current().pid())));
  }

  /** User and system time of each since its start. */
  Counts cpuSeconds() {
    var seconds = new TreeMap<String, Double>();
    byName.forEach((name, process) -> seconds.put(name, process.cpuSeconds()));
    return new Counts(seconds);
  }

  double peakMegabytesOfTidemark() {
    return byName.get(TIDEMARK).peakMegabytes();
  }
}
