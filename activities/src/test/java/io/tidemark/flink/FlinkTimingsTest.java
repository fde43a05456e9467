package io.tidemark.flink;

import static io.tidemark.flink.FlinkActivitiesFixture.outageOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class FlinkTimingsTest {
  @Test
  @DisplayName(
      "R8 what cannot be configured: polls after 10 ms, readiness each second, outages of 15 s")
  void theOthers() {
    assertThat(FlinkTimings.of(Duration.ofSeconds(9), Duration.ofSeconds(3), Duration.ofMinutes(7)))
        .isEqualTo(
            new FlinkTimings(
                Duration.ofSeconds(9),
                Duration.ofMillis(10),
                Duration.ofSeconds(3),
                Duration.ofSeconds(1),
                Duration.ofSeconds(15),
                Duration.ofMinutes(7)));
  }

  @Test
  void aShortPollIntervalShortensTheFirst() {
    var timings =
        FlinkTimings.of(Duration.ofSeconds(10), Duration.ofMillis(2), Duration.ofMinutes(5));

    assertThat(timings.firstPoll()).isEqualTo(Duration.ofMillis(1));
  }

  @Test
  void refusesAnOutageThatEndsBeforeTheFirstPoll() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> outageOf(Duration.ofMillis(10)))
        .withMessage("outage must be longer than PT0.01S: PT0.01S");
  }
}
