package io.tidemark.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Timestamps;
import io.temporal.api.workflowservice.v1.ListScheduleMatchingTimesRequest;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleHandle;
import io.temporal.client.schedules.ScheduleOptions;
import io.temporal.client.schedules.ScheduleSpec;
import io.temporal.client.schedules.ScheduleState;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.tidemark.dev.DevStack;
import io.tidemark.schedule.CalendarModel;
import io.tidemark.schedule.QuartzExpressions;
import io.tidemark.schedule.ScheduleParser;
import io.tidemark.schedule.ScheduleSetting;
import io.tidemark.workflow.model.JobReference;
import io.tidemark.workflow.model.PeriodicSnapshots;
import io.tidemark.workflow.model.SnapshotType;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** When translated schedules are due, as the real server says it. */
class ScheduleTimesE2E {
  /** Every so many of the generated expressions are asked of the server. */
  private static final int SAMPLE = 8;

  private static final int TIMES = 50;
  private static final PeriodicSnapshots SNAPSHOTS =
      new PeriodicSnapshots(
          "flink", new JobReference(JobReference.DEPLOYMENT, "orders"), SnapshotType.SAVEPOINT);
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mmxxx");

  private static DevStack stack;
  private static WorkflowServiceStubs stubs;

  @BeforeAll
  static void startTemporal() {
    stack = DevStack.builder().temporal().start();
    stubs = Temporal.connect(stack.temporal());
  }

  @AfterAll
  static void closeTemporal() {
    stubs.shutdownNow();
    stack.close();
  }

  @ParameterizedTest
  @DisplayName("T2 the model of calendars says what the server says")
  @MethodSource
  void model(String expression) {
    var spec = spec(expression, "UTC");
    var start = Instant.parse("2026-11-15T11:59:59Z");
    var modelled = CalendarModel.next(spec, start, TIMES);
    var end = modelled.isEmpty() ? Instant.parse("2100-12-31T23:59:59Z") : last(modelled);

    assertThat(serverTimes(spec, start.plusSeconds(1), end)).isEqualTo(modelled);
  }

  static Stream<String> model() {
    var generated = List.copyOf(QuartzExpressions.generated());
    var sample =
        IntStream.iterate(0, i -> i < generated.size(), i -> i + SAMPLE).mapToObj(generated::get);
    return Stream.concat(
        sample,
        Stream.of(
            "0 0 12 L * ?",
            "0 0 12 L 2 ?",
            "0 0 12 LW * ?",
            "0 0 12 L-3W * ?",
            "0 0 12 15W,16W,17W * ?",
            "0 0 12 ? * 1#5",
            "0 0 12 ? * 6L",
            "0 3 13 * 5"));
  }

  @Test
  @DisplayName(
      "T4 an interval of 10 minutes is 144 times a day, each on the job's place of the grid")
  void grid() {
    var spec = spec("10 min", "UTC");
    var day = Instant.parse("2026-11-15T00:00:00Z");

    var times = serverTimes(spec, day, day.plus(Duration.ofDays(1)).minusSeconds(1));

    assertThat(times)
        .hasSize(144)
        .allMatch(
            it ->
                it.getEpochSecond() % 600 == SNAPSHOTS.offset(Duration.ofMinutes(10)).toSeconds());
  }

  /** The table of docs/use/schedules.md; spring and autumn of 2026. */
  @ParameterizedTest(name = "{0} in {1} on {2}: {3}")
  @DisplayName("T4 what becomes of skipped and repeated local times")
  @CsvSource(
      delimiter = '|',
      value = {
        "0 30 1 * * ? | Europe/Berlin | 2026-03-29 | 01:30+01:00",
        "0 30 2 * * ? | Europe/Berlin | 2026-03-29 |",
        "0 0 3 * * ? | Europe/Berlin | 2026-03-29 | 03:00+02:00",
        "0 0/30 1-3 * * ? | Europe/Berlin | 2026-03-29 | 01:00+01:00 01:30+01:00 03:00+02:00 03:30+02:00",
        "0 0 */6 * * ? | Europe/Berlin | 2026-03-29 | 00:00+01:00 06:00+02:00 12:00+02:00 18:00+02:00",
        "6h | Europe/Berlin | 2026-03-29 | 01:06+01:00 08:06+02:00 14:06+02:00 20:06+02:00",
        "0 30 1 * * ? | Europe/Berlin | 2026-10-25 | 01:30+02:00 02:30+02:00",
        "0 30 2 * * ? | Europe/Berlin | 2026-10-25 | 02:30+01:00",
        "0 0 3 * * ? | Europe/Berlin | 2026-10-25 | 03:00+01:00",
        "0 0/30 1-3 * * ? | Europe/Berlin | 2026-10-25 | 01:00+02:00 01:30+02:00 02:00+02:00 02:30+01:00 03:00+01:00 03:30+01:00",
        "0 0 */6 * * ? | Europe/Berlin | 2026-10-25 | 00:00+02:00 06:00+01:00 12:00+01:00 18:00+01:00",
        "6h | Europe/Berlin | 2026-10-25 | 02:06+02:00 07:06+01:00 13:06+01:00 19:06+01:00",
        "0 30 1 * * ? | America/New_York | 2026-03-08 | 01:30-05:00",
        "0 30 2 * * ? | America/New_York | 2026-03-08 |",
        "0 0 3 * * ? | America/New_York | 2026-03-08 | 03:00-04:00",
        "0 0/30 1-3 * * ? | America/New_York | 2026-03-08 | 01:00-05:00 01:30-05:00 03:00-04:00 03:30-04:00",
        "0 0 */6 * * ? | America/New_York | 2026-03-08 | 00:00-05:00 06:00-04:00 12:00-04:00 18:00-04:00",
        "6h | America/New_York | 2026-03-08 | 01:06-05:00 08:06-04:00 14:06-04:00 20:06-04:00",
        "0 30 1 * * ? | America/New_York | 2026-11-01 | 01:30-04:00 01:30-05:00",
        "0 30 2 * * ? | America/New_York | 2026-11-01 | 02:30-05:00",
        "0 0 3 * * ? | America/New_York | 2026-11-01 | 03:00-05:00",
        "0 0/30 1-3 * * ? | America/New_York | 2026-11-01 | 01:00-04:00 01:30-04:00 01:00-05:00 01:30-05:00 02:00-05:00 02:30-05:00 03:00-05:00 03:30-05:00",
        "0 0 */6 * * ? | America/New_York | 2026-11-01 | 00:00-04:00 06:00-05:00 12:00-05:00 18:00-05:00",
        "6h | America/New_York | 2026-11-01 | 01:06-05:00 07:06-05:00 13:06-05:00 19:06-05:00",
      })
  void daylightSaving(String expression, String zone, LocalDate day, String times) {
    var zoneId = ZoneId.of(zone);
    var midnight = day.atStartOfDay(zoneId).toInstant();
    var nextMidnight = day.plusDays(1).atStartOfDay(zoneId).toInstant();

    var due = serverTimes(spec(expression, zone), midnight, nextMidnight.minusSeconds(1));

    assertThat(
            due.stream()
                .map(it -> it.atZone(zoneId).format(CLOCK))
                .collect(Collectors.joining(" ")))
        .isEqualTo(times == null ? "" : times);
  }

  private static ScheduleSpec spec(String expression, String zone) {
    return ScheduleParser.parse(
            new ScheduleSetting("interval", expression),
            new ScheduleSetting("zone", zone),
            SNAPSHOTS)
        .orElseThrow()
        .spec();
  }

  /** Both ends included; the schedule is paused, so that nothing runs. */
  private static List<Instant> serverTimes(ScheduleSpec spec, Instant first, Instant last) {
    var handle = create(spec);
    try {
      var request =
          ListScheduleMatchingTimesRequest.newBuilder()
              .setNamespace("default")
              .setScheduleId(handle.getId())
              .setStartTime(Timestamps.fromMillis(first.minusSeconds(1).toEpochMilli()))
              .setEndTime(Timestamps.fromMillis(last.toEpochMilli()))
              .build();
      return stubs.blockingStub().listScheduleMatchingTimes(request).getStartTimeList().stream()
          .map(it -> Instant.ofEpochSecond(it.getSeconds()))
          .toList();
    } finally {
      handle.delete();
    }
  }

  private static ScheduleHandle create(ScheduleSpec spec) {
    var action =
        ScheduleActionStartWorkflow.newBuilder()
            .setWorkflowType("None")
            .setOptions(
                WorkflowOptions.newBuilder().setWorkflowId("none").setTaskQueue("none").build())
            .build();
    var schedule =
        Schedule.newBuilder()
            .setAction(action)
            .setSpec(spec)
            .setState(ScheduleState.newBuilder().setPaused(true).build())
            .build();
    return ScheduleClient.newInstance(stubs)
        .createSchedule(
            "times-" + UUID.randomUUID(), schedule, ScheduleOptions.newBuilder().build());
  }

  private static Instant last(List<Instant> times) {
    return times.get(times.size() - 1);
  }
}
