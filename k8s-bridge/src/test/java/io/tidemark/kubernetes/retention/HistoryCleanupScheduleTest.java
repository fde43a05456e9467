package io.tidemark.kubernetes.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.kubernetes.fixture.InMemorySchedules;
import io.tidemark.workflow.model.KubernetesCluster;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class HistoryCleanupScheduleTest {
  private static final Duration INTERVAL = Duration.ofMinutes(5);
  private static final Instant CREATED = Instant.EPOCH;

  private final InMemorySchedules temporal = new InMemorySchedules();
  private final HistoryCleanupSchedule schedule =
      new HistoryCleanupSchedule(temporal, "tidemark", INTERVAL, () -> KubernetesCluster.UNKNOWN);

  @Test
  @DisplayName("W7 a run is overdue from one interval after the last one, or after the creation")
  void overdue() {
    schedule.ensure();
    schedule.ensure();

    assertThat(overdueAfter(INTERVAL)).isZero();
    assertThat(overdueAfter(INTERVAL.plusHours(1))).isEqualTo(Duration.ofHours(1));

    temporal.runAt(CREATED.plus(INTERVAL));
    schedule.ensure();

    assertThat(overdueAfter(INTERVAL.multipliedBy(2))).isZero();
    assertThat(overdueAfter(INTERVAL.multipliedBy(3))).isEqualTo(INTERVAL);
  }

  @Test
  @DisplayName("W7 no run of a schedule that a user has paused is overdue")
  void paused() {
    schedule.ensure();
    temporal.getHandle("history-cleanup").pause("maintenance");
    schedule.ensure();

    assertThat(overdueAfter(Duration.ofDays(1))).isZero();
  }

  private Duration overdueAfter(Duration time) {
    return schedule.overdue(CREATED.plus(time));
  }
}
