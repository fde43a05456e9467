package io.tidemark.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.workflow.model.JobReference;
import io.tidemark.workflow.model.PeriodicSnapshots;
import io.tidemark.workflow.model.SnapshotType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LastDueTimeTest {
  private static final PeriodicSnapshots SNAPSHOTS =
      new PeriodicSnapshots(
          "flink", new JobReference(JobReference.DEPLOYMENT, "orders"), SnapshotType.SAVEPOINT);

  @Test
  @DisplayName("T4 an interval was last due at its last multiple plus the offset")
  void interval() {
    var schedule = schedule("6h", "");
    var due = Instant.parse("2026-11-23T06:00:00Z").plus(SNAPSHOTS.offset(Duration.ofHours(6)));

    assertThat(schedule.lastDueBefore(due.plusNanos(1))).contains(due);
    assertThat(schedule.lastDueBefore(due.plus(Duration.ofHours(6)))).contains(due);
    assertThat(schedule.lastDueBefore(due)).contains(due.minus(Duration.ofHours(6)));
  }

  @ParameterizedTest
  @DisplayName(
      "T4 a cron expression was due in its time zone, also years ago and around summer time")
  @CsvSource(
      delimiter = '|',
      value = {
        "0 0 3 ? * MON-FRI    | UTC           | 2026-11-23T02:59:59Z | 2026-11-20T03:00:00Z",
        "0 0 3 ? * MON-FRI    | UTC           | 2026-11-23T03:00:01Z | 2026-11-23T03:00:00Z",
        "0 0 12 ? * 6#3       | UTC           | 2026-11-20T12:00:00Z | 2026-10-16T12:00:00Z",
        "0 30 23 L * ?        | UTC           | 2026-03-01T00:00:00Z | 2026-02-28T23:30:00Z",
        "0 0 12 29 2 ?        | UTC           | 2026-11-23T00:00:00Z | 2024-02-29T12:00:00Z",
        "0 0 12 29 2 ?        | UTC           | 2104-02-01T00:00:00Z | 2096-02-29T12:00:00Z",
        "0 0 12 1 1 ? 2024    | UTC           | 2026-11-23T00:00:00Z | 2024-01-01T12:00:00Z",
        "0 0/15 8-18 * * ?    | Asia/Kolkata  | 2026-11-23T00:00:00Z | 2026-11-22T13:15:00Z",
        "0 30 2 * * ?         | Europe/Berlin | 2026-03-29T12:00:00Z | 2026-03-28T01:30:00Z",
        "30 * * * * ?         | UTC           | 2026-11-23T00:00:30Z | 2026-11-22T23:59:30Z",
        "20 4 1,15 * 5        | UTC           | 2026-11-23T00:00:00Z | 2026-11-20T04:20:00Z",
      })
  void cron(String text, String zone, Instant moment, Instant due) {
    assertThat(schedule(text, zone).lastDueBefore(moment)).contains(due);
  }

  @Test
  @DisplayName("T4 a schedule that is due only in later years was never due")
  void never() {
    assertThat(
            schedule("0 0 12 1 1 ? 2099", "").lastDueBefore(Instant.parse("2026-11-23T00:00:00Z")))
        .isEmpty();
  }

  @ParameterizedTest
  @DisplayName("T4 due times are the same backwards as forwards")
  @ValueSource(strings = {"0 0/15 8-18 15W * ?", "0 0 12 LW * ?", "0 7 3 ? * 6L", "0 3 13 * 5"})
  void backwards(String text) {
    var schedule = schedule(text, "");
    var start = Instant.parse("2026-01-01T00:00:00Z");
    var forwards = CalendarModel.next(schedule.spec(), start, 60);

    var backwards =
        Stream.iterate(
                schedule.lastDueBefore(forwards.get(59)),
                due -> due.filter(start::isBefore).isPresent(),
                due -> schedule.lastDueBefore(due.orElseThrow()))
            .map(Optional::orElseThrow)
            .sorted()
            .toList();

    assertThat(backwards).isEqualTo(List.copyOf(forwards.subList(0, 59)));
  }

  private static PeriodicSchedule schedule(String text, String zone) {
    return ScheduleParser.parse(
            new ScheduleSetting("times", text), new ScheduleSetting("zone", zone), SNAPSHOTS)
        .orElseThrow();
  }
}
