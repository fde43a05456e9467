package io.tidemark.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.workflow.model.JobReference;
import io.tidemark.workflow.model.PeriodicSnapshots;
import io.tidemark.workflow.model.SnapshotType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronFormatterTest {

  @ParameterizedTest(name = "{0}: {1}")
  @DisplayName("T2 a schedule has its due times in English")
  @CsvSource(
      delimiter = '|',
      value = {
        "0 0 12 * * ?               | At 12:00 every day, UTC",
        "30 5 0 * * ?               | At 00:05:30 every day, UTC",
        "0 0 0/6 * * ?              | At 00:00, 06:00, 12:00 and 18:00 every day, UTC",
        "0 0 * * * ?                | At minute 0 of every hour every day, UTC",
        "* * * * * ?                | At every second of every minute of every hour every day, UTC",
        "0 0/15 8-18 ? * MON-FRI    | At minutes 0 to 45 in steps of 15 of hours 8 to 18 on Monday to Friday, UTC",
        "0 0 22-4/2 ? * FRI-MON     | At 00:00, 02:00, 04:00 and 22:00 on Sunday to Monday and Friday to Saturday, UTC",
        "0 0 12 1,15 * ?            | At 12:00 on days 1 and 15 of the month, UTC",
        "0 0 12 L * ?               | At 12:00 on the last day of the month, UTC",
        "0 0 12 L-1 * ?             | At 12:00 on the day before the last day of the month, UTC",
        "0 0 12 L-3W * ?            | At 12:00 on the weekday nearest to 3 days before the last day of the month, UTC",
        "0 0 12 LW * ?              | At 12:00 on the last weekday of the month, UTC",
        "0 0 12 15W * ?             | At 12:00 on the weekday nearest to day 15, UTC",
        "0 0 12 ? * 6#3             | At 12:00 on the third Friday of the month, UTC",
        "0 0 12 ? * 6L              | At 12:00 on the last Friday of the month, UTC",
        "0 0 12 ? * L               | At 12:00 on Saturday, UTC",
        "0 0 12 ? * 1               | At 12:00 on Sunday, UTC",
        "0 0 12 1,L 2,6-8 ? 2028/4  | At 12:00 on day 1 of the month and on the last day of the month in February and June to August in 2028 to 2100 in steps of 4, UTC",
        "0 3 13 * 5                 | At 03:00 on day 13 of the month and on Friday, UTC",
        "0 3 */10 * 5               | At 03:00 on days 1 to 31 in steps of 10 of the month if it is Friday, UTC",
      })
  void calendars(String text, String description) {
    assertThat(schedule(text).description()).isEqualTo(description);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @DisplayName("T4 an interval has its length and offset in English")
  @CsvSource(
      delimiter = '|',
      value = {
        "6h     | Every 6 h, offset 0:06:19 (counted from 1970-01-01 00:00 UTC)",
        "7 d    | Every 168 h, offset 60:06:19 (counted from 1970-01-01 00:00 UTC)",
        "90 min | Every 90 min, offset 0:06:19 (counted from 1970-01-01 00:00 UTC)",
        "PT1S   | Every 1 s, offset 0:00:00 (counted from 1970-01-01 00:00 UTC)",
      })
  void intervals(String text, String description) {
    assertThat(schedule(text).description()).isEqualTo(description);
  }

  private static PeriodicSchedule schedule(String text) {
    var job = new JobReference(JobReference.DEPLOYMENT, "orders");
    return ScheduleParser.parse(
            new ScheduleSetting("interval", text),
            new ScheduleSetting("zone", ""),
            new PeriodicSnapshots("flink", job, SnapshotType.SAVEPOINT))
        .orElseThrow();
  }
}
