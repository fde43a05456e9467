package io.tidemark.kubernetes.periodic;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.kubernetes.fixture.Jobs;
import io.tidemark.kubernetes.model.OperatingMode;
import io.tidemark.kubernetes.store.WatchedNamespaces;
import io.tidemark.workflow.model.SnapshotType;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DeclaredSchedulesTest {
  private final DeclaredSchedules schedules =
      new DeclaredSchedules(
          new PeriodicSettings(
              OperatingMode.COMPANION,
              ZoneId.of("UTC"),
              Duration.ofMinutes(10),
              new WatchedNamespaces(Set.of()),
              "tidemark"));

  @Test
  @DisplayName("M1 T2 a schedule that the reference operator serves is declared too")
  void ofTheReference() {
    var key = "kubernetes.operator.periodic.savepoint.interval";
    var job = Jobs.deployment("orders", "{flinkConfiguration: {" + key + ": 6h}}", "{}");

    assertThat(schedules.of(job, SnapshotType.SAVEPOINT)).isPresent();
    assertThat(schedules.of(job, SnapshotType.CHECKPOINT)).isEmpty();
  }

  @Test
  @DisplayName("T2 a schedule that is off or invalid is not declared")
  void invalid() {
    var job = Jobs.orders();
    assertThat(schedules.of(job, SnapshotType.SAVEPOINT)).isEmpty();

    job.getMetadata().setAnnotations(Map.of("tidemark.io/periodic-savepoint", "soon"));
    assertThat(schedules.of(job, SnapshotType.SAVEPOINT)).isEmpty();
  }
}
