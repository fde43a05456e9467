package io.tidemark.kubernetes.periodic;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.SchedulePolicy;
import io.temporal.client.schedules.ScheduleState;
import io.tidemark.kubernetes.fixture.Jobs;
import io.tidemark.kubernetes.model.OperatingMode;
import io.tidemark.kubernetes.periodic.DesiredSchedule.On;
import io.tidemark.workflow.model.SnapshotType;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ScheduleDefinitionTest {
  private static final PeriodicSettings SETTINGS =
      PeriodicPlanTest.settings(OperatingMode.COMPANION);

  private final ScheduleDefinition before = draft("6h", SETTINGS);
  private final ScheduleDefinition after = draft("0 0 12 ? * 6#3", SETTINGS);

  @Test
  @DisplayName("T3 the note says the setting and what it means, and so do the details of the runs")
  void readable() {
    var schedule = after.created();

    assertThat(schedule.getState().getNote())
        .isEqualTo(
            "`tidemark.io/periodic-savepoint` is `0 0 12 ? * 6#3`. At 12:00 on the third Friday of"
                + " the month, Europe/Berlin. After a downtime the newest one of the last 10 min is"
                + " made up for. (Task queue tidemark, format 1)");
    var options = ((ScheduleActionStartWorkflow) schedule.getAction()).getOptions();
    assertThat(options.getStaticDetails()).isEqualTo(schedule.getState().getNote());
    assertThat(options.getStaticSummary())
        .isEqualTo("Periodic savepoint of FlinkDeployment orders in flink");
    assertThat(options.getWorkflowId())
        .isEqualTo("periodic-savepoint/flink/FlinkDeployment/orders");
  }

  @Test
  @DisplayName("T5 of runs that were missed only the newest is caught up, within the window")
  void policy() {
    var expected =
        SchedulePolicy.newBuilder()
            .setOverlap(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_TERMINATE_OTHER)
            .setCatchupWindow(SETTINGS.catchUpWindow())
            .build();

    assertThat(before.created().getPolicy()).isEqualTo(expected);
    assertThat(after.replacing(before.created()).orElseThrow().getPolicy()).isEqualTo(expected);
  }

  @Test
  @DisplayName("T2 the same text is the same schedule, whatever its note says by now")
  void same() {
    assertThat(before.replacing(before.created())).isEmpty();
    assertThat(before.replacing(noted(before.created(), "maintenance"))).isEmpty();
  }

  @Test
  @DisplayName("T2 another text, task queue or catch-up window is another schedule")
  void other() {
    var queue = settings(SETTINGS.catchUpWindow(), "other");
    var window = settings(Duration.ofHours(1), SETTINGS.taskQueue());

    assertThat(after.replacing(before.created())).isPresent();
    assertThat(draft("6h", queue).replacing(before.created())).isPresent();
    assertThat(draft("6h", window).replacing(before.created())).isPresent();
  }

  @Test
  @DisplayName("T3 what replaces a schedule keeps its pause, its limit, and a note by hand")
  void replaced() {
    var replaced = after.replacing(noted(before.created(), "maintenance")).orElseThrow();

    assertThat(replaced.getSpec()).isEqualTo(after.created().getSpec());
    assertThat(replaced.getState().getNote()).isEqualTo("maintenance");
    assertThat(replaced.getState().isPaused()).isTrue();
    assertThat(replaced.getState().getRemainingActions()).isEqualTo(3);
  }

  @Test
  @DisplayName("T3 a note of ours changes with the setting")
  void ownNote() {
    var replaced = after.replacing(before.created()).orElseThrow();

    assertThat(replaced.getState().getNote()).isEqualTo(after.sentence());
  }

  private static Schedule noted(Schedule schedule, String note) {
    return Schedule.newBuilder(schedule)
        .setState(
            ScheduleState.newBuilder()
                .setNote(note)
                .setPaused(true)
                .setLimitedAction(true)
                .setRemainingActions(3)
                .build())
        .build();
  }

  private static ScheduleDefinition draft(String text, PeriodicSettings settings) {
    var job = Jobs.orders();
    job.getMetadata().setAnnotations(Map.of("tidemark.io/periodic-savepoint", text));
    return new ScheduleDefinition(
        (On) new PeriodicPlan(settings).of(job, SnapshotType.SAVEPOINT), settings);
  }

  private static PeriodicSettings settings(Duration catchUpWindow, String taskQueue) {
    return new PeriodicSettings(
        SETTINGS.mode(), SETTINGS.timeZone(), catchUpWindow, SETTINGS.namespaces(), taskQueue);
  }
}
