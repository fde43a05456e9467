package io.tidemark.app.telemetry;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingLong;
import static java.util.stream.Collectors.toSet;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.tidemark.kubernetes.statistics.SnapshotGroup;
import io.tidemark.kubernetes.statistics.SnapshotStatistics;
import io.tidemark.kubernetes.statistics.WaitingResources;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Gauges of a {@link SnapshotStatistics}. The number of namespaces is unlimited, so only the first
 * by name have series of their own; the others share one.
 */
final class SnapshotMeters {
  /** No namespace can have this name. */
  static final String OTHERS = "_other";

  private final int limit;
  private final GaugeSeries<Entry<SnapshotGroup, Long>> snapshots;
  private final GaugeSeries<Entry<String, WaitingResources>> waiting;
  private final GaugeSeries<Entry<String, WaitingResources>> longest;
  private final JobMeters jobs;

  /**
   * Creates the gauges.
   *
   * @param registry registers them
   * @param limit number of namespaces, and of jobs by type of snapshot, with series of their own
   */
  SnapshotMeters(MeterRegistry registry, int limit) {
    this.limit = limit;
    snapshots =
        GaugeSeries.of(
            registry,
            "tidemark.snapshots",
            "FlinkStateSnapshot resources",
            SnapshotMeters::tags,
            Entry::getValue);
    waiting =
        GaugeSeries.of(
            registry,
            "tidemark.waiting.snapshots",
            "Snapshots that wait for their workflow to start, or for their disposal, or that are slow",
            wait -> Tags.of("what_for", wait.getKey()),
            wait -> wait.getValue().count());
    longest =
        GaugeSeries.of(
            registry,
            "tidemark.waiting.longest.seconds",
            "Longest time for which one of these snapshots has waited; 0 if none waits",
            wait -> Tags.of("what_for", wait.getKey()),
            wait -> wait.getValue().longest().toSeconds());
    jobs = new JobMeters(registry, limit);
  }

  /** Shows the statistics; empty on a replica that does not watch. */
  void show(Optional<SnapshotStatistics> statistics) {
    snapshots.show(entries(statistics.map(current -> bounded(current.snapshots()))));
    var waits =
        statistics.map(
            current ->
                Map.of(
                    "workflow", current.unclaimed(),
                    "disposal", current.disposals(),
                    "result", current.slow()));
    waiting.show(entries(waits));
    longest.show(entries(waits));
    jobs.show(statistics.map(SnapshotStatistics::jobs));
  }

  private Map<SnapshotGroup, Long> bounded(Map<SnapshotGroup, Long> counts) {
    var namespaces = counts.keySet().stream().map(SnapshotGroup::namespace).distinct();
    var own = namespaces.sorted().limit(limit).collect(toSet());
    return counts.entrySet().stream()
        .collect(groupingBy(entry -> within(own, entry.getKey()), summingLong(Entry::getValue)));
  }

  private static SnapshotGroup within(Set<String> own, SnapshotGroup group) {
    return own.contains(group.namespace()) ? group : group.in(OTHERS);
  }

  private static <K, V> Stream<Entry<K, V>> entries(Optional<Map<K, V>> map) {
    return map.stream().flatMap(present -> present.entrySet().stream());
  }

  private static Tags tags(Entry<SnapshotGroup, Long> counted) {
    var group = counted.getKey();
    return Tags.of(
        "job_namespace", group.namespace(),
        "type", group.type().map(Enum::name).orElse("UNKNOWN"),
        "state", group.state().name(),
        "trigger_type", group.triggerType().name());
  }
}
