package io.tidemark.kubernetes.periodic;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.SchedulePolicy;
import io.temporal.client.schedules.ScheduleState;
import io.temporal.common.SearchAttributes;
import io.tidemark.kubernetes.fixture.Jobs;
import io.tidemark.kubernetes.model.OperatingMode;
import io.tidemark.kubernetes.periodic.DesiredSchedule.On;
import io.tidemark.schedule.FingerprintedSchedule;
import io.tidemark.workflow.model.SnapshotType;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ScheduleDefinitionTest {
  private static final PeriodicSettings SETTINGS =
      PeriodicPlannerTest.settings(OperatingMode.COMPANION);

  private final FingerprintedSchedule before = schedule("6h", SETTINGS);
  private final FingerprintedSchedule after = schedule("0 0 12 ? * 6#3", SETTINGS);

  @Test
  @DisplayName("T3 the note names the setting and its meaning, and so do the details of the runs")
  void note() {
    var schedule = after.toCreate();

    assertThat(schedule.getState().getNote())
        .isEqualTo(
            "`tidemark.io/periodic-savepoint` is `0 0 12 ? * 6#3`. At 12:00 on the third Friday of"
                + " the month, Europe/Berlin. After a downtime, only the latest missed run is"
                + " caught up, within 10 min. Task queue tidemark. [spec %s]",
            after.fingerprint().digits());
    var options = ((ScheduleActionStartWorkflow) schedule.getAction()).getOptions();
    assertThat(options.getStaticDetails()).isEqualTo(schedule.getState().getNote());
    assertThat(options.getStaticSummary())
        .isEqualTo("Periodic savepoint of FlinkDeployment orders in flink");
    assertThat(options.getWorkflowId())
        .isEqualTo("periodic-savepoint/flink/FlinkDeployment/orders");
  }

  @Test
  @DisplayName("T5 overlapping runs are terminated, and missed ones are caught up in the window")
  void policies() {
    var expected =
        SchedulePolicy.newBuilder()
            .setOverlap(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_TERMINATE_OTHER)
            .setCatchupWindow(SETTINGS.catchUpWindow())
            .build();

    assertThat(before.toCreate().getPolicy()).isEqualTo(expected);
    assertThat(after.toReplace(before.toCreate()).orElseThrow().getPolicy()).isEqualTo(expected);
  }

  @Test
  @DisplayName("T2 the same setting is the same schedule, also with a note that a user wrote")
  void unchanged() {
    assertThat(before.toReplace(before.toCreate())).isEmpty();
    assertThat(before.toReplace(paused(before.toCreate(), "maintenance"))).isEmpty();
  }

  @Test
  @DisplayName("T2 another setting, task queue or catch-up window is another schedule")
  void changed() {
    var queue = settings(SETTINGS.catchUpWindow(), "other");
    var window = settings(Duration.ofHours(1), SETTINGS.taskQueue());

    assertThat(after.toReplace(before.toCreate())).isPresent();
    assertThat(schedule("360 min", SETTINGS).toReplace(before.toCreate())).isPresent();
    assertThat(schedule("6h", queue).toReplace(before.toCreate())).isPresent();
    assertThat(schedule("6h", window).toReplace(before.toCreate())).isPresent();
  }

  @Test
  @DisplayName("T3 an update keeps the pause, the limit on actions, and a note that a user wrote")
  void keepsStateOfUsers() {
    var replaced = after.toReplace(paused(before.toCreate(), "maintenance")).orElseThrow();

    assertThat(replaced.getSpec()).isEqualTo(after.toCreate().getSpec());
    assertThat(replaced.getState().getNote()).isEqualTo("maintenance");
    assertThat(replaced.getState().isPaused()).isTrue();
    assertThat(replaced.getState().getRemainingActions()).isEqualTo(3);
  }

  @Test
  @DisplayName("T3 an update writes a new note if no user wrote one")
  void ownNote() {
    var replaced = after.toReplace(before.toCreate()).orElseThrow();

    assertThat(replaced.getState().getNote()).isEqualTo(after.text());
  }

  private static Schedule paused(Schedule schedule, String note) {
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

  private static FingerprintedSchedule schedule(String text, PeriodicSettings settings) {
    var job = Jobs.orders();
    job.getMetadata().setAnnotations(Map.of("tidemark.io/periodic-savepoint", text));
    var desired = (On) new PeriodicPlanner(settings).plan(job, SnapshotType.SAVEPOINT);
    return new ScheduleDefinition(desired, settings, SearchAttributes.EMPTY).schedule();
  }

  private static PeriodicSettings settings(Duration catchUpWindow, String taskQueue) {
    return new PeriodicSettings(
        SETTINGS.mode(), SETTINGS.timeZone(), catchUpWindow, SETTINGS.namespaces(), taskQueue);
  }
}
