package io.tidemark.schedule;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.client.schedules.ScheduleCalendarSpec;
import io.temporal.client.schedules.ScheduleIntervalSpec;
import io.temporal.client.schedules.ScheduleRange;
import io.tidemark.workflow.model.JobReference;
import io.tidemark.workflow.model.PeriodicSnapshots;
import io.tidemark.workflow.model.SnapshotType;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleParserTest {
  private static final String KEY = "tidemark.io/periodic-savepoint";
  private static final String ZONE_KEY = "tidemark.io/time-zone";
  private static final List<String> PIECES =
      List.of(
          "*",
          "?",
          "*",
          "?",
          "0",
          "1",
          "5",
          "12",
          "2026",
          "99999999999",
          "/",
          "-",
          ",",
          "L",
          "W",
          "LW",
          "#",
          "3",
          "MON",
          "FRI",
          "JAN",
          "FOO",
          "P",
          "PT6H",
          "h",
          "min",
          "|",
          "@",
          "µs");
  private static final PeriodicSnapshots SNAPSHOTS =
      new PeriodicSnapshots(
          "flink", new JobReference(JobReference.DEPLOYMENT, "orders"), SnapshotType.SAVEPOINT);

  @ParameterizedTest
  @DisplayName("T2 empty, zero and negative mean off")
  @ValueSource(strings = {"", "  ", "0", "0 s", "PT0S", "-1", "-6h", "PT-6H", "-PT1S", "0 ns"})
  void off(String text) {
    assertThat(translated(text, "")).isEmpty();
  }

  @ParameterizedTest
  @DisplayName("T2 T4 a duration is an interval with the job's offset")
  @CsvSource({
    "6h, PT6H",
    "90 min, PT90M",
    "PT10M, PT10M",
    "1 d, PT24H",
    "3600000, PT1H",
    "1 s, PT1S",
    "60000 millis, PT1M",
    "36500 d, PT876000H",
  })
  void interval(String text, Duration every) {
    var spec = translated(text, "").orElseThrow().spec();

    assertThat(spec.getIntervals())
        .containsExactly(new ScheduleIntervalSpec(every, SNAPSHOTS.offset(every)));
    assertThat(spec.getCalendars()).isEmpty();
  }

  @ParameterizedTest
  @DisplayName("T4 the time zone is UTC by default, and is sent to Temporal by name")
  @CsvSource({"'', UTC", "Europe/Berlin, Europe/Berlin", "' Asia/Kolkata ', Asia/Kolkata"})
  void zone(String text, String zone) {
    var schedule = translated("0 0 3 * * ?", text).orElseThrow();

    assertThat(schedule.spec().getTimeZoneName()).isEqualTo(zone);
    assertThat(schedule.zone()).isEqualTo(ZoneId.of(zone));
    assertThat(schedule.description()).endsWith(", " + zone);
  }

  @ParameterizedTest
  @DisplayName("T4 a time zone that the server does not know is refused by key and value")
  @ValueSource(strings = {"Mars/Olympus", "UTC+2", "GMT+1", "+02:00", "Z", "SystemV/PST8", "CEST"})
  void unknownZone(String zone) {
    assertThatThrownBy(() -> translated("6h", zone))
        .isInstanceOf(InvalidScheduleException.class)
        .hasMessageStartingWith(ZONE_KEY + " is '" + zone + "': not a time zone");
  }

  @ParameterizedTest
  @DisplayName("T2 an invalid schedule is refused with key, value and reason")
  @CsvSource(
      delimiter = '|',
      value = {
        "500 ms                   | shorter than a second",
        "1500 ms                  | not in whole seconds",
        "36501 d                  | longer than 36500 d",
        "6 parsecs                | the unit 'parsecs' is not one of",
        "every 6 hours            | neither a duration nor a cron",
        "0 0 12 * * ? 2024 2025   | neither a duration nor a cron",
        "@daily                   | a duration is a number and a unit",
        "0 0 12 * * *             | Both, a day-of-week AND a day-of-month",
        "0 0 12 ? * ?             | Both, a day-of-week AND a day-of-month",
        "0 0 25 * * ?             | 25 not in range [0, 23]",
        "0 60 12 * * ?            | 60 not in range [0, 59]",
        "0 0 12 32 * ?            | 32 not in range [1, 31]",
        "0 0 12 ? * 8             | 8 not in range [1, 7]",
        "0 0 12 ? * 0             | 0 not in range [1, 7]",
        "0 0 12 ? 13 MON          | 13 not in range [1, 12]",
        "0 0 12 ? FOO MON         | FOO",
        "0 0 12 * * ? 1999        | 1999 not in range [2000, 2100]",
        "0 0 12 * * ? 2024-2150   | 2150 not in range [2000, 2100]",
        "0 0 12 * * ? 2030-2024   | Invalid range",
        "0 0/0 12 * * ?           | Period 0",
        "0 0 12 ? * MON-FRI/2     | Quartz does not allow 'MON-FRI/2'",
        "0 0 12 ? JAN/2 MON       | Quartz does not allow 'JAN/2'",
        "0 1-5/2/3 12 * * ?       | Quartz does not allow '1-5/2/3'",
        "0 0 12 ? * 6#3#2         | Quartz does not allow '6#3#2'",
        "0 0 12 ? * 6#6           | no month has the same weekday 6 times",
        "0 0 12 ? * 6#0           | 0 not in range",
        "0 0 12 ? * 6#3,2         | '6#3' must be the only day of the week",
        "0 0 12 ? * 6L,2          | '6L' must be the only day of the week",
        "0 0 12 ? * L-3           | 'L-3' is not a day of the week",
        "0 0 12 5L * ?            | '5L' is not a day of the month",
        "0 0 12 L-31 * ?          | no month has the day 'L-31'",
        "0 0 12 1-5W * ?          | Quartz does not allow '1-5W'",
        "0 0 12 0W * ?            | 0 not in range",
        "0 0 L * * ?              | Invalid chars",
        "0 0,,1 12 * * ?          | Quartz does not allow ''",
        "0 0 12 ?,3 * ?           | '?' is not allowed in this field",
        "0 0 12 30 2 ?            | no month of the years 2000 to 2100 has such a day",
        "0 0 12 29 2 ? 2025       | no month of the years 2000 to 2100 has such a day",
        "0 0 12 L-29 2 ?          | no month of the years 2000 to 2100 has such a day",
        "0 0 12 * * ?;0 0 3       | neither a duration nor a cron",
        "0 3 L * *                | Invalid chars",
        "0 3 ? * 5                | a cron expression of five fields does not allow '?'",
        "0 3 * * 5#3              | a cron expression of five fields does not allow '5#3'",
        "0 22-4 * * *             | Invalid range",
        "0 3 * * 8                | 8 not in range [0, 7]",
        "0 3 30 2 *               | no month of the years 2000 to 2100 has such a day",
      })
  void refused(String text, String reason) {
    assertThatThrownBy(() -> translated(text, ""))
        .isInstanceOf(InvalidScheduleException.class)
        .hasMessageStartingWith(KEY + " is '" + text + "': ")
        .hasMessageContaining(reason);
  }

  @Test
  @DisplayName("T2 any text is either parsed or refused with its key")
  void anything() {
    var random = new Random(5);
    for (var i = 0; i < 20_000; i++) {
      var text = anything(random);
      try {
        translated(text, "");
      } catch (RuntimeException refused) {
        assertThat(refused).as(text).isInstanceOf(InvalidScheduleException.class);
        assertThat(refused).as(text).hasMessageStartingWith(KEY + " is '" + text + "': ");
      }
    }
  }

  /** Returns fields that are valid except for a few errors. */
  private static String anything(Random random) {
    var fields = random.nextInt(1, 8);
    return IntStream.range(0, fields).mapToObj(i -> field(random)).collect(joining(" "));
  }

  private static String field(Random random) {
    return IntStream.rangeClosed(0, random.nextInt(4))
        .mapToObj(i -> PIECES.get(random.nextInt(PIECES.size())))
        .collect(joining());
  }

  @Test
  @DisplayName("T2 a text that is too long to be shown is refused, with the reason")
  void tooLong() {
    var text = "0 0 12 ? * MON" + ",MON".repeat(300);

    assertThatThrownBy(() -> translated(text, ""))
        .isInstanceOf(InvalidScheduleException.class)
        .hasMessageStartingWith(KEY + " is '0 0 12 ? * MON,")
        .hasMessageEndingWith(",M…': longer than 1000 characters");
  }

  @Test
  @DisplayName("T2 the third Friday is the Friday among the days 15 to 21")
  void calendar() {
    assertThat(translated("0 30 12 ? * 6#3", "").orElseThrow().spec().getCalendars())
        .containsExactly(
            ScheduleCalendarSpec.newBuilder()
                .setSeconds(range(0, 0))
                .setMinutes(range(30, 30))
                .setHour(range(12, 12))
                .setDayOfMonth(range(15, 21))
                .setDayOfWeek(range(5, 5))
                .setMonth(range(1, 12))
                .setYear(List.of())
                .build());
  }

  @ParameterizedTest(name = "{0}: {1} calendars")
  @DisplayName("T2 there are no more calendars than month lengths and weekends need")
  @CsvSource(
      delimiter = '|',
      value = {
        "0 0 12 * * ?       | 1",
        "0 0 12 1,15 * ?    | 1",
        "0 0 12 L * ?       | 4",
        "0 0 12 L 1,3 ?     | 1",
        "0 0 12 15W * ?     | 3",
        "0 0 12 LW * ?      | 12",
        "0 0 12 ? * 6#3     | 1",
        "0 0 12 ? * 6#5     | 3",
        "0 0 12 ? * 6L      | 4",
        "0 3 1 * 5          | 2",
        "0 3 * * 5          | 1",
      })
  void sizes(String text, int calendars) {
    assertThat(translated(text, "").orElseThrow().spec().getCalendars()).hasSize(calendars);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @DisplayName("T2 five fields have the meaning of Unix cron")
  @CsvSource(
      delimiter = '|',
      value = {
        "0 3 * * *       | 2026-03-01T03:00 2026-03-02T03:00 2026-03-03T03:00",
        "*/20 3 * * *    | 2026-03-01T03:00 2026-03-01T03:20 2026-03-01T03:40",
        "50/5 3 * * *    | 2026-03-01T03:50 2026-03-01T03:55 2026-03-02T03:50",
        "0 3 * * 0       | 2026-03-01T03:00 2026-03-08T03:00 2026-03-15T03:00",
        "0 3 * * 7       | 2026-03-01T03:00 2026-03-08T03:00 2026-03-15T03:00",
        "0 3 * * sun     | 2026-03-01T03:00 2026-03-08T03:00 2026-03-15T03:00",
        "0 3 * * 5-7     | 2026-03-01T03:00 2026-03-06T03:00 2026-03-07T03:00",
        "0 3 * * FRI-SUN | 2026-03-01T03:00 2026-03-06T03:00 2026-03-07T03:00",
        "0 3 * * */3     | 2026-03-01T03:00 2026-03-04T03:00 2026-03-07T03:00",
        "0 3 13 * 5      | 2026-03-06T03:00 2026-03-13T03:00 2026-03-20T03:00",
        "0 3 */10 * 0    | 2026-03-01T03:00 2026-05-31T03:00 2026-06-21T03:00",
        "0 3 1 * */2     | 2026-03-01T03:00 2026-08-01T03:00 2026-09-01T03:00",
        "0 3 31 * *      | 2026-03-31T03:00 2026-05-31T03:00 2026-07-31T03:00",
        "0 3 29 2 *      | 2028-02-29T03:00 2032-02-29T03:00 2036-02-29T03:00",
        "0 3 1 jan,jul * | 2026-07-01T03:00 2027-01-01T03:00 2027-07-01T03:00",
      })
  void unix(String text, String times) {
    var spec = translated(text, "").orElseThrow().spec();

    assertThat(CalendarModel.next(spec, Instant.parse("2026-02-28T23:00:00Z"), 3))
        .containsExactlyElementsOf(
            Arrays.stream(times.split(" ", -1)).map(it -> Instant.parse(it + ":00Z")).toList());
  }

  private static List<ScheduleRange> range(int start, int end) {
    return List.of(new ScheduleRange(start, end, 1));
  }

  private static Optional<PeriodicSchedule> translated(String text, String zone) {
    return ScheduleParser.parse(
        new ScheduleSetting(KEY, text), new ScheduleSetting(ZONE_KEY, zone), SNAPSHOTS);
  }
}
