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
 * Gauges of a {@link SnapshotStatistics}. Users name namespaces, so only so many have series of
 * their own: the first by name. The others are one.
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
   * @param limit how many namespaces, and how many jobs by type of snapshot, have their own series
   */
  SnapshotMeters(MeterRegistry registry, int limit) {
    this.limit = limit;
    snapshots =
        GaugeSeries.of(
            registry,
            "tidemark.snapshots",
            "Snapshot resources",
            SnapshotMeters::tags,
            Entry::getValue);
    waiting =
        GaugeSeries.of(
            registry,
            "tidemark.waiting.snapshots",
            "Snapshots that wait for their workflow to begin, or to be disposed of",
            it -> Tags.of("what_for", it.getKey()),
            it -> it.getValue().count());
    longest =
        GaugeSeries.of(
            registry,
            "tidemark.waiting.longest.seconds",
            "How long the first of those that wait has waited",
            it -> Tags.of("what_for", it.getKey()),
            it -> it.getValue().longest().toSeconds());
    jobs = new JobMeters(registry, limit);
  }

  /** Shows a census; nothing on a replica that does not watch. */
  void show(Optional<SnapshotStatistics> census) {
    snapshots.show(entries(census.map(it -> bounded(it.snapshots()))));
    var waits = census.map(it -> Map.of("workflow", it.unclaimed(), "disposal", it.disposals()));
    waiting.show(entries(waits));
    longest.show(entries(waits));
    jobs.show(census.map(SnapshotStatistics::jobs));
  }

  private Map<SnapshotGroup, Long> bounded(Map<SnapshotGroup, Long> counts) {
    var namespaces = counts.keySet().stream().map(SnapshotGroup::namespace).distinct();
    var own = namespaces.sorted().limit(limit).collect(toSet());
    return counts.entrySet().stream()
        .collect(groupingBy(it -> within(own, it.getKey()), summingLong(Entry::getValue)));
  }

  private static SnapshotGroup within(Set<String> own, SnapshotGroup group) {
    return own.contains(group.namespace()) ? group : group.in(OTHERS);
  }

  private static <K, V> Stream<Entry<K, V>> entries(Optional<Map<K, V>> map) {
    return map.stream().flatMap(it -> it.entrySet().stream());
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
