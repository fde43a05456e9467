package io.tidemark.kubernetes.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.kubernetes.fixture.Jobs;
import io.tidemark.workflow.job.JobDecision.Wait;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Session jobs of ours that the reference operator has upgraded, and that are deleted or moved. */
class SessionJobUnseenDeletionTest extends SessionJobTestBase {
  private static final String ITS_JOB = "240338b507d0e981a465c28b7f656093";

  @Test
  @DisplayName("M5 U9 a job that the reference has submitted and not seen is cancelled")
  void known() {
    submittedByReference();
    flink.run(ITS_JOB, null);

    scenario.delete().run();

    assertEnded();
  }

  @Test
  @DisplayName("M5 U9 such a job is cancelled without the annotation")
  void withoutAnnotation() {
    submittedByReference();
    scenario.annotate(Submission.ANNOTATION, null);
    flink.run(ITS_JOB, null);

    scenario.delete().run();

    assertEnded();
  }

  @Test
  @DisplayName("M5 U9 such a job is cancelled with an annotation that cannot be read")
  void withUnreadableAnnotation() {
    submittedByReference();
    scenario.annotate(Submission.ANNOTATION, "?");
    flink.run(ITS_JOB, null);

    scenario.delete().run();

    assertEnded();
  }

  @Test
  @DisplayName("M5 U9 such a job that Flink does not know is waited for, and cancelled")
  void late() {
    submittedByReference();

    assertThat(scenario.delete().run()).isInstanceOf(Wait.class);
    scenario.clock().pass(Duration.ofMinutes(9));
    assertThat(scenario.run()).isInstanceOf(Wait.class);
    flink.run(ITS_JOB, null);
    scenario.run();

    assertEnded();
  }

  @Test
  @DisplayName("M5 U9 a resource whose job has not appeared within the submission time-out goes")
  void never() {
    submittedByReference();
    assertThat(scenario.delete().run()).isInstanceOf(Wait.class);

    scenario.clock().pass(Duration.ofMinutes(11));
    scenario.run();

    assertThat(scenario.exists()).isFalse();
    assertThat(flink.requests()).isEmpty();
  }

  @Test
  @DisplayName("M5 U4 the jar of our last submission is deleted before its resource goes")
  void jarOfLastSubmission() {
    submittedByReference();
    var last = scenario.current().submission().orElseThrow();
    scenario.annotate(Submission.ANNOTATION, Annotation.write(last.withJar("jar-9")));
    flink.run(ITS_JOB, null);

    scenario.delete().run();

    assertThat(flink.requests()).containsExactly("delete jar-9", "cancel " + ITS_JOB);
    assertThat(scenario.exists()).isFalse();
  }

  @Test
  @DisplayName("M5 a job that comes back is named without its cluster, if no jar is to be deleted")
  void withoutCluster() {
    submittedByReference();
    scenario.api().remove(Jobs.deployment("session", "{}", "{}"));

    assertThat(scenario.run()).isInstanceOf(Wait.class);

    assertThat(scenario.current().submission().orElseThrow().jobId()).isEqualTo(ITS_JOB);
  }

  /** The reference ends our job, submits one with an id of its own, and ends before its record. */
  private void submittedByReference() {
    started("savepoint");
    flink.state(scenario.jobId(1), "FINISHED");
    var reconciliation =
        Map.of(
            "state",
            "UPGRADING",
            "reconciliationTimestamp",
            scenario.clock().instant().toEpochMilli(),
            "lastReconciledSpec",
            reconciled().replace("\"running\"", "\"suspended\""));
    scenario.status(
        Map.of(
            "jobStatus",
            Map.of("jobId", ITS_JOB, "state", "RECONCILING"),
            "reconciliationStatus",
            reconciliation));
    assertThat(scenario.current().status().stopped()).isTrue();
  }

  private String reconciled() {
    return scenario.current().status().reconciliation().reconciled().orElseThrow().json();
  }

  private void assertEnded() {
    assertThat(flink.requests()).containsExactly("cancel " + ITS_JOB);
    assertThat(flink.running()).isEmpty();
    assertThat(scenario.exists()).isFalse();
  }
}
