package io.tidemark.app.telemetry;

import static io.tidemark.app.telemetry.StatisticsFixture.completed;
import static io.tidemark.app.telemetry.StatisticsFixture.job;
import static io.tidemark.app.telemetry.StatisticsFixture.overdue;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidemark.kubernetes.statistics.SnapshotStatistics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SnapshotMetersTest {
  private static final String SNAPSHOTS = "tidemark.snapshots";
  private static final String FAILURES = "tidemark.job.failures.in.a.row";

  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final SnapshotMeters meters = new SnapshotMeters(registry, 2);

  @Test
  @DisplayName("only so many namespaces have series of their own; the others are one")
  void namespaces() {
    show(
        StatisticsFixture.of(
            Map.of(
                completed("c"), 3L, completed("a"), 1L, completed("d"), 4L, completed("b"), 2L)));

    assertThat(names(SNAPSHOTS, "job_namespace")).containsExactlyInAnyOrder("a", "b", "_other");
    assertThat(registry.get(SNAPSHOTS).tag("job_namespace", "b").gauge().value()).isEqualTo(2);
    assertThat(registry.get(SNAPSHOTS).tag("job_namespace", "_other").gauge().value()).isEqualTo(7);
  }

  @Test
  @DisplayName("only so many jobs have series: those in trouble, then the first by name")
  void jobs() {
    show(StatisticsFixture.of(Map.of(), job("a", 0), job("b", 0), job("c", 1), overdue("d")));
    assertThat(names(FAILURES, "job_name")).containsExactlyInAnyOrder("c", "d");
    assertThat(registry.get("tidemark.jobs.left.out").gauge().value()).isEqualTo(2);

    show(StatisticsFixture.of(Map.of(), job("a", 0), job("b", 0), job("c", 0)));
    assertThat(names(FAILURES, "job_name")).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  @DisplayName("times are in seconds since 1970, and there only if they are known")
  void times() {
    show(StatisticsFixture.of(Map.of(), job("a", 0), overdue("b")));

    var lastGood = "tidemark.job.last.good.snapshot.timestamp.seconds";
    var expected = "tidemark.job.expected.snapshot.timestamp.seconds";
    assertThat(registry.get(lastGood).tag("job_name", "a").gauge().value()).isEqualTo(1_000);
    assertThat(registry.get(expected).tag("job_name", "b").gauge().value()).isEqualTo(2_000);
    assertThat(names(expected, "job_name")).containsExactly("b");
  }

  @Test
  @DisplayName("values follow what there is, and what is gone has none")
  void follows() {
    show(StatisticsFixture.of(Map.of(completed("a"), 1L, completed("b"), 1L)));
    System.gc();
    show(StatisticsFixture.of(Map.of(completed("a"), 5L)));
    System.gc();

    assertThat(names(SNAPSHOTS, "job_namespace")).containsExactly("a");
    assertThat(registry.get(SNAPSHOTS).gauge().value()).isEqualTo(5);
  }

  @Test
  @DisplayName("S2 a replica that does not watch shows none of it")
  void notWatching() {
    show(StatisticsFixture.of(Map.of(completed("a"), 1L), job("a", 0)));
    meters.show(Optional.empty());

    assertThat(registry.getMeters()).isEmpty();
  }

  private void show(SnapshotStatistics statistics) {
    meters.show(Optional.of(statistics));
  }

  private List<String> names(String gauge, String tag) {
    return registry.find(gauge).gauges().stream()
        .map(Gauge::getId)
        .map(id -> String.valueOf(id.getTag(tag)))
        .toList();
  }
}
