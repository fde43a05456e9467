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
  private static final KubernetesCluster ONE = new KubernetesCluster("one");
  private static final Instant CREATED = Instant.EPOCH;

  private final InMemorySchedules temporal = new InMemorySchedules();
  private final TaskQueueOwner owner = new TaskQueueOwner(temporal, "tidemark");
  private final HistoryCleanupSchedule schedule =
      new HistoryCleanupSchedule(owner, INTERVAL, () -> KubernetesCluster.UNKNOWN);

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

  @Test
  @DisplayName("W7 a replica that watches again does not report what it saw when it last did")
  void watchesAgain() {
    schedule.ensure();
    schedule.ensure();

    schedule.forgetNextRun();
    assertThat(overdueAfter(Duration.ofDays(1))).isZero();

    schedule.ensure();
    assertThat(overdueAfter(Duration.ofDays(1))).isPositive();
  }

  @Test
  @DisplayName("S6 a schedule that names no cluster names the first one that is known")
  void ownerRecordedLater() {
    schedule.ensure();
    temporal.getHandle("history-cleanup").pause("maintenance");
    assertThat(owner.read()).isEqualTo(KubernetesCluster.UNKNOWN);

    schedule(ONE).ensure();
    assertThat(owner.read()).isEqualTo(ONE);
    schedule(new KubernetesCluster("other")).ensure();
    schedule.ensure();

    assertThat(owner.read()).isEqualTo(ONE);
    assertThat(temporal.get("history-cleanup").getState().isPaused()).isTrue();
    temporal.requests();
    schedule(ONE).ensure();
    assertThat(temporal.requests()).doesNotContain("update history-cleanup");
  }

  private HistoryCleanupSchedule schedule(KubernetesCluster cluster) {
    return new HistoryCleanupSchedule(owner, INTERVAL, () -> cluster);
  }

  private Duration overdueAfter(Duration time) {
    return schedule.overdue(CREATED.plus(time));
  }
}
