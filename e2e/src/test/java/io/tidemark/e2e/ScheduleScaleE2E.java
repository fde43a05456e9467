package io.tidemark.e2e;

import static io.tidemark.dev.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.client.schedules.ScheduleListDescription;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Many jobs that share an interval. */
class ScheduleScaleE2E {
  private static final int JOBS = 300;

  /**
   * The one schedule of the cleanup is described twice with each sweep, so each second, until the
   * metrics report the second listing: after 10 to 20 s, and later on a busy machine.
   */
  private static final int FEW = JOBS / 2;

  private static final Duration HOUR = Duration.ofHours(1);
  private static final String JOB =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkDeployment
      metadata:
        name: job-%d
        annotations: {tidemark.io/periodic-savepoint: 1 h}
      spec: {image: "flink:1.20", flinkVersion: v1_20, serviceAccount: flink}
      """;

  @RegisterExtension static final Story story = Story.in("schedule-scale");

  @Test
  @DisplayName(
      "T4 300 hourly schedules are spread, the same in each hour, and a restart changes none")
  void spreadAndLeftAlone() {
    story
        .snapshots()
        .apply(
            IntStream.range(0, JOBS).mapToObj(JOB::formatted).collect(Collectors.joining("---\n")));
    var tidemark = story.serve("schedule-scale", Map.of("TIDEMARK_SWEEP_INTERVAL", "1 s"));
    try (var schedules = Schedules.of(story)) {
      var listed = await("all schedules").until(schedules::listed, it -> it.size() == JOBS);

      var times = listed.stream().map(ScheduleScaleE2E::nextTimes).toList();
      assertThat(times).allMatch(next -> next.get(0).plus(HOUR).equals(next.get(1)));
      assertThat(times.stream().map(next -> next.get(0)).distinct())
          .hasSizeGreaterThan(JOBS * 9 / 10);

      tidemark.process().restart();
      var metrics =
          await("two sweeps").until(tidemark::metrics, it -> requests(it, "ListSchedules") >= 2);
      assertThat(requests(metrics, "UpdateSchedule")).isZero();
      assertThat(requests(metrics, "CreateSchedule")).isLessThan(FEW);
      assertThat(requests(metrics, "DescribeSchedule")).isLessThan(FEW);
      await("all schedules").until(schedules::listed, it -> it.size() == JOBS);
    }
  }

  private static List<Instant> nextTimes(ScheduleListDescription schedule) {
    return schedule.getInfo().getNextActionTimes();
  }

  /** Requests of this process to Temporal, as far as they are reported by now. */
  private static double requests(String metrics, String operation) {
    var line =
        Pattern.compile(
            "(?m)^temporal_request_total\\{.*operation=\"%s\".*} (.*)$".formatted(operation));
    return line.matcher(metrics)
        .results()
        .mapToDouble(result -> Double.parseDouble(result.group(1)))
        .sum();
  }
}
