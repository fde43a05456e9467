package io.tidemark.kubernetes.periodic;

import static io.tidemark.kubernetes.model.OperatingMode.COMPANION;
import static io.tidemark.workflow.model.SnapshotType.CHECKPOINT;
import static io.tidemark.workflow.model.SnapshotType.SAVEPOINT;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.kubernetes.fixture.Jobs;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.model.OperatingMode;
import io.tidemark.kubernetes.periodic.DesiredSchedule.Invalid;
import io.tidemark.kubernetes.periodic.DesiredSchedule.Off;
import io.tidemark.kubernetes.periodic.DesiredSchedule.On;
import io.tidemark.kubernetes.store.WatchedNamespaces;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeriodicPlannerTest {
  private static final String SAVEPOINTS = "tidemark.io/periodic-savepoint";
  private static final String KEY = "kubernetes.operator.periodic.savepoint.interval";
  private static final String ZONE = "tidemark.io/time-zone";

  @Test
  @DisplayName("M3 M1 the key of a job of the reference is the reference's, also in standalone")
  void jobOfReference() {
    var job = Jobs.deployment("orders", "{flinkConfiguration: {" + KEY + ": 12h}}", "{}");
    job.getMetadata().setFinalizers(List.of("flinkdeployments.flink.apache.org/finalizer"));

    assertThat(planner(OperatingMode.STANDALONE).plan(job, SAVEPOINT)).isInstanceOf(Off.class);
  }

  @ParameterizedTest(name = "{0}: annotation {1}, configuration {2}")
  @DisplayName("T2 M1 the annotation counts in both modes and wins; the key in standalone only")
  @CsvSource({
    "COMPANION,,, ",
    "COMPANION, 6h,, 6h",
    "COMPANION,, 12h, ",
    "COMPANION, 6h, 12h, 6h",
    "STANDALONE,,, ",
    "STANDALONE, 6h,, 6h",
    "STANDALONE,, 12h, 12h",
    "STANDALONE, 6h, 12h, 6h",
    "STANDALONE, '', 12h, ",
    "STANDALONE, 0, 12h, ",
  })
  void whichSettingCounts(
      OperatingMode mode, String annotation, String configuration, String expected) {
    var job =
        configuration == null
            ? Jobs.orders()
            : Jobs.deployment(
                "orders", "{flinkConfiguration: {" + KEY + ": " + configuration + "}}", "{}");
    if (annotation != null) {
      annotate(job, Map.of(SAVEPOINTS, annotation));
    }

    var desired = planner(mode).plan(job, SAVEPOINT);

    if (expected == null) {
      assertThat(desired).isInstanceOf(Off.class);
    } else {
      assertThat(desired)
          .isInstanceOfSatisfying(
              On.class, on -> assertThat(on.setting().text()).isEqualTo(expected));
    }
  }

  @Test
  @DisplayName("T2 each type of snapshot has a schedule of its own, named after job, kind and type")
  void eachType() {
    var job = Jobs.sessionJob("orders", "{}", Jobs.RUNNING);
    annotate(job, Map.of(SAVEPOINTS, "6h", "tidemark.io/periodic-checkpoint", "6 hourz"));

    var desired = planner(COMPANION).plan(job);

    assertThat(desired)
        .extracting(schedule -> schedule.snapshots().scheduleId())
        .containsExactly(
            "periodic-savepoint/flink/FlinkSessionJob/orders",
            "periodic-checkpoint/flink/FlinkSessionJob/orders");
    assertThat(desired.get(0)).isInstanceOf(On.class);
    assertThat(desired.get(1))
        .isInstanceOfSatisfying(
            Invalid.class,
            invalid -> {
              assertThat(invalid.reason())
                  .startsWith("tidemark.io/periodic-checkpoint is '6 hourz': the unit 'hourz'");
              assertThat(invalid.job().kind()).isEqualTo("FlinkSessionJob");
            });
  }

  @ParameterizedTest
  @DisplayName("T4 the time zone is the job's own, or the system-wide one")
  @CsvSource({",Europe/Berlin", "'',Europe/Berlin", "America/New_York,America/New_York"})
  void timeZone(String annotation, String expected) {
    var job = Jobs.orders();
    annotate(job, Map.of(SAVEPOINTS, "0 3 * * *"));
    if (annotation != null) {
      annotate(job, Map.of(SAVEPOINTS, "0 3 * * *", ZONE, annotation));
    }

    assertThat(planner(COMPANION).plan(job, SAVEPOINT))
        .isInstanceOfSatisfying(
            On.class, on -> assertThat(on.schedule().zone()).isEqualTo(ZoneId.of(expected)));
  }

  @Test
  @DisplayName("T4 an invalid time zone is reported with its key")
  void invalidTimeZone() {
    var job = Jobs.orders();
    annotate(job, Map.of(SAVEPOINTS, "0 3 * * *", ZONE, "Europe/Bärlin"));

    assertThat(planner(COMPANION).plan(job, SAVEPOINT))
        .isInstanceOfSatisfying(
            Invalid.class,
            invalid -> assertThat(invalid.reason()).startsWith(ZONE + " is 'Europe/Bärlin': "));
    assertThat(planner(COMPANION).plan(job, CHECKPOINT)).isInstanceOf(Off.class);
  }

  @Test
  @DisplayName("T7 a job that is being deleted, or is gone, asks for no schedule")
  void deleted() {
    var job = Jobs.orders();
    annotate(job, Map.of(SAVEPOINTS, "6h"));
    job.getMetadata().setDeletionTimestamp("2026-11-23T10:00:00Z");

    assertThat(planner(COMPANION).plan(job)).hasSize(2).allMatch(Off.class::isInstance);
    assertThat(PeriodicPlanner.planForGone(job)).isEqualTo(planner(COMPANION).plan(job));
  }

  @Test
  @DisplayName(
      "T2 an unchanged setting is the same desired schedule, also in another version of the job")
  void unchangedSetting() {
    var job = Jobs.orders();
    annotate(job, Map.of(SAVEPOINTS, "0 0 12 ? * 6#3"));
    var later = Jobs.deployment("orders", "{}", "{lifecycleState: SUSPENDED}");
    annotate(later, Map.of(SAVEPOINTS, "0 0 12 ? * 6#3", "other", "annotation"));

    assertThat(planner(COMPANION).plan(later)).isEqualTo(planner(COMPANION).plan(job));
  }

  static PeriodicPlanner planner(OperatingMode mode) {
    return new PeriodicPlanner(settings(mode));
  }

  static PeriodicSettings settings(OperatingMode mode) {
    return new PeriodicSettings(
        mode,
        ZoneId.of("Europe/Berlin"),
        Duration.ofMinutes(10),
        new WatchedNamespaces(Set.of()),
        "tidemark");
  }

  private static void annotate(JobResource job, Map<String, String> annotations) {
    job.getMetadata().setAnnotations(annotations);
  }
}
