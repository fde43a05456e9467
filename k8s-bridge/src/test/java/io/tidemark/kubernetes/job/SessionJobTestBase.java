package io.tidemark.kubernetes.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.workflow.job.ChangeOutcome;
import io.tidemark.workflow.job.JobDecision;
import io.tidemark.workflow.job.JobDecision.Done;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The scenario of a session job on a session cluster. */
abstract class SessionJobTestBase {

  static final String JOB = "{jarURI: 'https://a/b.jar', parallelism: 1, upgradeMode: %s}";

  final JobScenario scenario = new JobScenario();
  final FakeFlink flink = scenario.flink();

  @BeforeEach
  void createCluster() {
    scenario.cluster();
  }

  @AfterEach
  void close() {
    scenario.close();
  }

  void started(String mode) {
    scenario.job(JOB.formatted(mode));
    scenario.run();
    flink.requests();
  }

  static void assertOutcome(JobDecision decision, ChangeOutcome... expected) {
    assertThat(decision).isInstanceOf(Done.class);
    assertThat(((Done) decision).outcome())
        .describedAs(decision.toString())
        .isIn((Object[]) expected);
  }
}
