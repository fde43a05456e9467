package io.tidemark.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.client.schedules.ScheduleSpec;
import io.tidemark.workflow.model.JobReference;
import io.tidemark.workflow.model.PeriodicSnapshots;
import io.tidemark.workflow.model.SnapshotType;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares the due times of an expression in Quartz and in Tidemark. */
class QuartzDifferentialTest {
  private static final int TIMES = 50;
  private static final Instant BEGINNING = Instant.parse("1999-12-31T23:59:59Z");

  /** Before a leap year, in the middle of a month of the present, before the year 2100. */
  private static final List<Instant> STARTS =
      List.of(
          Instant.parse("2023-12-30T23:59:58Z"),
          Instant.parse("2026-11-15T11:59:59Z"),
          Instant.parse("2095-02-27T00:00:00Z"));

  @Test
  @DisplayName("T2 at least 200 expressions are generated, and Quartz accepts each of them")
  void expressions() {
    assertThat(QuartzExpressions.generated()).hasSizeGreaterThan(200);
    assertThat(expressionsOfQuartz()).allMatch(QuartzOracle::accepts);
  }

  @ParameterizedTest
  @DisplayName("T2 a Quartz expression has the same next 50 due times as in Quartz")
  @MethodSource("expressionsOfQuartz")
  void sameTimes(String expression) {
    ScheduleSpec spec;
    try {
      spec = spec(expression);
    } catch (InvalidScheduleException refused) {
      assertThat(refused).hasMessageContaining("has such a day");
      assertThat(QuartzOracle.next(normal(expression), BEGINNING, 1)).isEmpty();
      return;
    }

    for (var start : STARTS) {
      assertThat(CalendarModel.next(spec, start, TIMES))
          .as("%s after %s: %s", expression, start, spec)
          .isEqualTo(QuartzOracle.next(normal(expression), start, TIMES));
    }
  }

  static Stream<String> expressionsOfQuartz() {
    return Stream.concat(
        QuartzExpressions.generated().stream(), QuartzExpressions.EDGE_CASES.stream());
  }

  /** Replaces runs of spaces by one, at which the oracle splits. */
  private static String normal(String expression) {
    return expression.replaceAll("\\s+", " ").toUpperCase(Locale.ROOT);
  }

  private static ScheduleSpec spec(String expression) {
    return ScheduleParser.parse(
            new ScheduleSetting("interval", expression),
            new ScheduleSetting("zone", "UTC"),
            new PeriodicSnapshots(
                "flink",
                new JobReference(JobReference.DEPLOYMENT, "orders"),
                SnapshotType.SAVEPOINT))
        .orElseThrow()
        .spec();
  }
}
