package io.tidemark.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.SchedulePolicy;
import io.temporal.client.schedules.ScheduleSpec;
import io.temporal.client.schedules.ScheduleState;
import io.temporal.common.SearchAttributeKey;
import io.temporal.common.SearchAttributes;
import io.tidemark.workflow.model.JobReference;
import io.tidemark.workflow.model.PeriodicSnapshots;
import io.tidemark.workflow.model.SnapshotType;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ScheduleFingerprintTest {
  private static final PeriodicSnapshots ORDERS = snapshots("orders");
  private static final SchedulePolicy SKIP =
      policy(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_SKIP, 600);
  private static final WorkflowOptions OPTIONS =
      WorkflowOptions.newBuilder().setWorkflowId("id").setTaskQueue("tidemark").build();
  private static final WorkflowOptions SEARCHABLE =
      WorkflowOptions.newBuilder(OPTIONS)
          .setTypedSearchAttributes(
              SearchAttributes.newBuilder()
                  .set(SearchAttributeKey.forKeyword("Job"), "orders")
                  .set(SearchAttributeKey.forKeyword("Kind"), "FlinkDeployment")
                  .build())
          .build();
  private static final Schedule SCHEDULE =
      schedule("0 0 12 ? * 6#3", "UTC", SKIP, "Work", OPTIONS, ORDERS);
  private static final ScheduleSetting SETTING = new ScheduleSetting("key", "6h");

  @Test
  @DisplayName("T3 the fingerprint is pinned: another one updates each schedule of each user once")
  void pinned() {
    assertThat(fingerprint(SCHEDULE)).isEqualTo(new ScheduleFingerprint("98dec768"));
    assertThat(fingerprint(schedule("6h", "UTC", SKIP, "Work", SEARCHABLE, ORDERS)))
        .isEqualTo(new ScheduleFingerprint("f9cd6b9e"));
  }

  @Test
  @DisplayName("T2 what the SDK leaves out of a spec is as if it were empty")
  void leftOut() {
    var spec = ScheduleSpec.newBuilder().setTimeZoneName("UTC").build();
    var empty =
        ScheduleSpec.newBuilder(spec).setIntervals(List.of()).setCalendars(List.of()).build();

    assertThat(fingerprint(Schedule.newBuilder(SCHEDULE).setSpec(spec).build()))
        .isEqualTo(fingerprint(Schedule.newBuilder(SCHEDULE).setSpec(empty).build()));
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("T2 all data of a schedule are part of its fingerprint")
  @MethodSource
  void data(String changed, Schedule schedule) {
    assertThat(fingerprint(schedule)).as(changed).isNotEqualTo(fingerprint(SCHEDULE));
  }

  static Stream<Arguments> data() {
    var allowAll = policy(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_ALLOW_ALL, 600);
    var window = policy(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_SKIP, 601);
    var queue = WorkflowOptions.newBuilder(OPTIONS).setTaskQueue("other").build();
    var id = WorkflowOptions.newBuilder(OPTIONS).setWorkflowId("other").build();
    var calendar = "0 0 12 ? * 6#3";
    return Stream.of(
        Arguments.of("calendar", schedule("0 0 12 ? * 6#4", "UTC", SKIP, "Work", OPTIONS, ORDERS)),
        Arguments.of("interval", schedule("6h", "UTC", SKIP, "Work", OPTIONS, ORDERS)),
        Arguments.of(
            "time zone", schedule(calendar, "Europe/Berlin", SKIP, "Work", OPTIONS, ORDERS)),
        Arguments.of("overlap", schedule(calendar, "UTC", allowAll, "Work", OPTIONS, ORDERS)),
        Arguments.of("catch-up", schedule(calendar, "UTC", window, "Work", OPTIONS, ORDERS)),
        Arguments.of("workflow", schedule(calendar, "UTC", SKIP, "Other", OPTIONS, ORDERS)),
        Arguments.of("task queue", schedule(calendar, "UTC", SKIP, "Work", queue, ORDERS)),
        Arguments.of("workflow id", schedule(calendar, "UTC", SKIP, "Work", id, ORDERS)),
        Arguments.of("attributes", schedule(calendar, "UTC", SKIP, "Work", SEARCHABLE, ORDERS)),
        Arguments.of("input", schedule(calendar, "UTC", SKIP, "Work", OPTIONS, snapshots("b"))));
  }

  @Test
  @DisplayName("T3 the settings that a sentence quotes are data as well")
  void quotedSettings() {
    assertThat(ScheduleFingerprint.of(SCHEDULE, List.of(new ScheduleSetting("key", "360 min"))))
        .isNotEqualTo(fingerprint(SCHEDULE));
    assertThat(ScheduleFingerprint.of(SCHEDULE, List.of(new ScheduleSetting("other", "6h"))))
        .isNotEqualTo(fingerprint(SCHEDULE));
  }

  @Test
  @DisplayName("T3 summary, details, note and pause are no part of it")
  void texts() {
    var options =
        WorkflowOptions.newBuilder(OPTIONS)
            .setStaticSummary("a summary")
            .setStaticDetails("details")
            .build();
    var worded =
        Schedule.newBuilder(schedule("0 0 12 ? * 6#3", "UTC", SKIP, "Work", options, ORDERS))
            .setState(ScheduleState.newBuilder().setNote("a note").setPaused(true).build())
            .build();

    assertThat(fingerprint(worded)).isEqualTo(fingerprint(SCHEDULE));
  }

  @Test
  @DisplayName("T3 a text carries its fingerprint at its end, and a user's note carries none")
  void inTexts() {
    var fingerprint = fingerprint(SCHEDULE);
    var text = fingerprint.appendTo("A sentence.");

    assertThat(text).isEqualTo("A sentence. [spec " + fingerprint.digits() + "]");
    assertThat(ScheduleFingerprint.parse(text)).contains(fingerprint);
    assertThat(ScheduleFingerprint.parse(text + " See ticket 7.")).isEmpty();
    assertThat(ScheduleFingerprint.parse("maintenance")).isEmpty();
    assertThat(ScheduleFingerprint.parse("")).isEmpty();
  }

  private static ScheduleFingerprint fingerprint(Schedule schedule) {
    return ScheduleFingerprint.of(schedule, List.of(SETTING));
  }

  private static Schedule schedule(
      String times,
      String zone,
      SchedulePolicy policy,
      String workflow,
      WorkflowOptions options,
      PeriodicSnapshots input) {
    return Schedule.newBuilder()
        .setSpec(spec(times, zone))
        .setPolicy(policy)
        .setAction(
            ScheduleActionStartWorkflow.newBuilder()
                .setWorkflowType(workflow)
                .setOptions(options)
                .setArguments(input)
                .build())
        .build();
  }

  private static ScheduleSpec spec(String times, String zone) {
    return ScheduleParser.parse(
            new ScheduleSetting("times", times), new ScheduleSetting("zone", zone), ORDERS)
        .orElseThrow()
        .spec();
  }

  private static SchedulePolicy policy(ScheduleOverlapPolicy overlap, long catchUpSeconds) {
    return SchedulePolicy.newBuilder()
        .setOverlap(overlap)
        .setCatchupWindow(Duration.ofSeconds(catchUpSeconds))
        .build();
  }

  private static PeriodicSnapshots snapshots(String job) {
    return new PeriodicSnapshots(
        "flink", new JobReference(JobReference.DEPLOYMENT, job), SnapshotType.SAVEPOINT);
  }
}
