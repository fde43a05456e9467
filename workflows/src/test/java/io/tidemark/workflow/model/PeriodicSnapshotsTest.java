package io.tidemark.workflow.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeriodicSnapshotsTest {
  private static final JobReference JOB = new JobReference(JobReference.DEPLOYMENT, "orders");
  private static final Instant TIME = Instant.ofEpochMilli(1_772_366_400_000L);

  /** RFC 1123, as Kubernetes checks it. */
  private static final String NAME =
      "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";

  @ParameterizedTest
  @DisplayName("T3 a schedule's id has type, namespace, kind and job")
  @CsvSource({
    "SAVEPOINT, FlinkDeployment, periodic-savepoint/flink/FlinkDeployment/orders",
    "CHECKPOINT, FlinkDeployment, periodic-checkpoint/flink/FlinkDeployment/orders",
    "SAVEPOINT, FlinkSessionJob, periodic-savepoint/flink/FlinkSessionJob/orders",
  })
  void scheduleId(SnapshotType type, String kind, String id) {
    var job = new JobReference(kind, "orders");

    assertThat(new PeriodicSnapshots("flink", job, type).scheduleId()).isEqualTo(id);
  }

  @Test
  @DisplayName("T4 a job's offset is the same in every release")
  void pinnedOffset() {
    // printf %s flink/FlinkDeployment/orders | sha256sum | cut -c1-15, modulo 3600
    assertThat(snapshots("orders").offset(Duration.ofHours(1))).hasSeconds(379);
  }

  @ParameterizedTest
  @DisplayName("T4 an offset is in whole seconds within the interval")
  @ValueSource(strings = {"PT1S", "PT2S", "PT59.9S", "PT10M", "PT1H", "PT24H", "PT876000H"})
  void within(Duration interval) {
    for (var i = 0; i < 200; i++) {
      assertThat(snapshots("job-" + i).offset(interval))
          .isGreaterThanOrEqualTo(Duration.ZERO)
          .isLessThan(interval)
          .matches(offset -> offset.toNanos() % 1_000_000_000 == 0, "whole seconds");
    }
  }

  @Test
  @DisplayName("T4 of 300 jobs with an hourly schedule, no minute has more than 15")
  void spread() {
    var perMinute =
        IntStream.range(0, 300)
            .mapToObj(i -> snapshots("job-" + i).offset(Duration.ofHours(1)).toMinutes())
            .collect(Collectors.groupingBy(minute -> minute, Collectors.counting()));

    assertThat(perMinute).hasSizeGreaterThan(50);
    assertThat(perMinute.values()).allMatch(jobs -> jobs <= 15);
  }

  @ParameterizedTest
  @DisplayName("T1 T2 a name has job, type, trigger type and the time in milliseconds")
  @CsvSource({
    "SAVEPOINT, PERIODIC, orders-savepoint-periodic-1772366400000",
    "CHECKPOINT, PERIODIC, orders-checkpoint-periodic-1772366400000",
    "SAVEPOINT, MANUAL, orders-savepoint-manual-1772366400000",
    "CHECKPOINT, MANUAL, orders-checkpoint-manual-1772366400000",
  })
  void name(SnapshotType type, TriggerType trigger, String name) {
    assertThat(SnapshotName.of(JOB, type, trigger, TIME)).isEqualTo(name);
  }

  @ParameterizedTest(name = "a job name of {0} characters")
  @DisplayName("T6 a name over 253 characters is shortened, gets a hash, and stays valid")
  @ValueSource(ints = {1, 63, 219, 220, 221, 252, 253})
  void longNames(int length) {
    for (var filler : new String[] {"a", "a.", "a-", "ab--"}) {
      var common = filler.repeat(length).substring(0, length - 1);
      var one = named(common + "1");
      var two = named(common + "2");

      assertThat(one)
          .hasSizeLessThanOrEqualTo(253)
          .endsWith("-savepoint-periodic-1772366400000")
          .matches(NAME)
          .isEqualTo(named(common + "1"))
          .isNotEqualTo(two);
    }
  }

  @Test
  @DisplayName("T6 a name of 253 characters is unchanged, and a longer one is shortened")
  void longestName() {
    var longest = 253 - "-savepoint-periodic-1772366400000".length();

    assertThat(named("a".repeat(longest))).hasSize(253).startsWith("a".repeat(longest) + "-s");
    assertThat(named("a".repeat(longest + 1)))
        .hasSize(253)
        .matches("a{" + (longest - 8) + "}-[0-9a-f]{7}-savepoint-periodic-1772366400000");
  }

  @Test
  @DisplayName("T6 jobs of the same name and different kinds have different names")
  void namesakes() {
    var session = new JobReference(JobReference.SESSION_JOB, "orders");

    assertThat(SnapshotName.ofNamesake(session, SnapshotType.SAVEPOINT, TriggerType.PERIODIC, TIME))
        .matches("orders-savepoint-periodic-1772366400000-[0-9a-f]{7}")
        .isNotEqualTo(
            SnapshotName.ofNamesake(JOB, SnapshotType.SAVEPOINT, TriggerType.PERIODIC, TIME));
  }

  @ParameterizedTest
  @DisplayName("H5 durations are formatted in the largest unit without a fraction")
  @CsvSource({
    "PT24H, 24 h",
    "P3D, 72 h",
    "PT90M, 90 min",
    "PT1M30S, 90 s",
    "PT0S, 0 h",
    "PT1.5S, PT1.5S",
  })
  void durations(Duration duration, String text) {
    assertThat(DurationFormatter.of(duration)).isEqualTo(text);
  }

  private static PeriodicSnapshots snapshots(String job) {
    return new PeriodicSnapshots(
        "flink", new JobReference(JobReference.DEPLOYMENT, job), SnapshotType.SAVEPOINT);
  }

  private static String named(String job) {
    return SnapshotName.of(
        new JobReference(JobReference.DEPLOYMENT, job),
        SnapshotType.SAVEPOINT,
        TriggerType.PERIODIC,
        TIME);
  }
}
