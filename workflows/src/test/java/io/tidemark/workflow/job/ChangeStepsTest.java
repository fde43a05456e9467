package io.tidemark.workflow.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChangeStepsTest {
  private static final Instant NOW = Instant.parse("2026-11-28T07:00:00Z");

  @ParameterizedTest
  @DisplayName("U5 a repeated claim that finds nothing left to do does not take the outcome away")
  @CsvSource({
    "UNCHANGED, false, false, false, UNCHANGED",
    "UNCHANGED, true, false, false, SUSPENDED",
    "UNCHANGED, false, true, false, STARTED",
    "UNCHANGED, true, true, false, UPGRADED",
    "UNCHANGED, true, true, true, ROLLED_BACK",
    "FAILED, true, true, false, FAILED",
    "ENDED, true, false, false, ENDED",
    "GONE, true, false, false, GONE",
  })
  void outcome(
      ChangeOutcome claimed,
      boolean stopped,
      boolean started,
      boolean rolledBack,
      ChangeOutcome outcome) {
    var steps = stopped ? ChangeSteps.NONE.stopped("a", NOW) : ChangeSteps.NONE;

    assertThat((started ? steps.started("b", rolledBack) : steps).outcome(claimed))
        .isEqualTo(outcome);
  }

  @Test
  @DisplayName("U5 the down time of a rollback runs from the first stop, and stops add up")
  void downtime() {
    var steps =
        ChangeSteps.NONE
            .ready(NOW)
            .stopped("a", NOW)
            .started("b", false)
            .stopped("b", NOW.plusSeconds(20))
            .started("c", true)
            .ready(NOW.plusSeconds(30))
            .ready(NOW.plusSeconds(40));

    assertThat(steps).isEqualTo(new ChangeSteps("a", "c", true, null, Duration.ofSeconds(30)));
    assertThat(steps.stopped("c", NOW).ready(NOW.plusSeconds(5)).downtime())
        .isEqualTo(Duration.ofSeconds(35));
  }
}
