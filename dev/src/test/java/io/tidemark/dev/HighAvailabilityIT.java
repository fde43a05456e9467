package io.tidemark.dev;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HighAvailabilityIT {

  @ParameterizedTest
  @EnumSource(FlinkRelease.class)
  void aKilledClusterRecoversItsJobsUnderTheirIds(FlinkRelease release) {
    try (var stack = DevStack.builder().flink(release).jobs(1).highAvailability().start()) {
      var job = stack.flink().jobs().get(0);

      stack.flink().process().restart();
      stack.flink().awaitRunning(job);

      assertThat(stack.flink().status(job)).isEqualTo("RUNNING");
    }
  }
}
