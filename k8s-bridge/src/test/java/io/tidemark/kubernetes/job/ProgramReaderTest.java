package io.tidemark.kubernetes.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.kubernetes.store.JobStore;
import io.tidemark.workflow.job.ProgramReference;
import io.tidemark.workflow.job.ProgramReference.Spec;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ProgramReaderTest {
  private final JobScenario scenario = new JobScenario().cluster();
  private final ProgramReader reader = new ProgramReader(new JobStore(scenario.client()));

  @AfterEach
  void close() {
    scenario.close();
  }

  @Test
  @DisplayName("U2 a program has the job's own configuration, without the operator's keys")
  void configuration() {
    scenario.job("{jarURI: 'https://a/b.jar', entryClass: a.B, args: [x, y], parallelism: 2}");
    scenario.edit(
        "{flinkConfiguration: {taskmanager.numberOfTaskSlots: '2', tidemark.x: '1', kubernetes.operator.user.artifacts.http.header: 'Authorization:Bearer a'}}");

    var program = reader.read(new ProgramReference(scenario.id(), Spec.DESIRED, 2)).orElseThrow();

    assertThat(program.jarUri()).isEqualTo("https://a/b.jar");
    assertThat(program.entryClass()).isEqualTo("a.B");
    assertThat(program.args()).containsExactly("x", "y");
    assertThat(program.parallelism()).isEqualTo(2);
    assertThat(program.headers()).isEqualTo(Map.of("Authorization", "Bearer a"));
    assertThat(program.flinkConfiguration())
        .containsOnly(
            Map.entry("taskmanager.numberOfTaskSlots", "2"),
            Map.entry("pipeline.name", "orders"),
            Map.entry(
                "execution.checkpointing.externalized-checkpoint-retention",
                "RETAIN_ON_CANCELLATION"));
  }

  @Test
  @DisplayName("U5 a program of a generation that is not there any more is not read")
  void otherGeneration() {
    scenario.job("{jarURI: 'https://a/b.jar'}").edit("{restartNonce: 1}");

    assertThat(reader.read(new ProgramReference(scenario.id(), Spec.DESIRED, 1))).isEmpty();
    assertThat(reader.read(new ProgramReference(scenario.id(), Spec.LAST_STABLE, 2))).isEmpty();
  }
}
