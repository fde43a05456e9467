package io.tidemark.app.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class OutcomeMetersTest {
  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final OutcomeMeters outcomes = new OutcomeMeters(registry);

  @Test
  @DisplayName("attempts count when they have ended, by how, whether or not another one follows")
  void attempts() {
    outcomes.count(StatusChanges.inProgress());
    outcomes.count(StatusChanges.attemptFailed());
    outcomes.count(StatusChanges.failed());
    outcomes.count(StatusChanges.abandoned());
    outcomes.count(StatusChanges.completed());

    assertThat(attempts("completed")).isEqualTo(1);
    assertThat(attempts("failed")).isEqualTo(2);
    assertThat(attempts("abandoned")).isEqualTo(1);
  }

  @Test
  @DisplayName("good attempts are timed from trigger to result")
  void duration() {
    outcomes.count(StatusChanges.completed());
    outcomes.count(StatusChanges.failed());

    var timer = registry.get("tidemark.snapshot.duration").timer();
    assertThat(timer.count()).isEqualTo(1);
    assertThat(timer.totalTime(TimeUnit.SECONDS)).isEqualTo(7);
  }

  @Test
  @DisplayName("R5 an import is no attempt")
  void imports() {
    outcomes.count(StatusChanges.imported());

    assertThat(attempts("completed")).isZero();
    assertThat(registry.get("tidemark.snapshot.duration").timer().count()).isZero();
  }

  private double attempts(String outcome) {
    return registry.get("tidemark.attempts").tag("outcome", outcome).counter().count();
  }
}
