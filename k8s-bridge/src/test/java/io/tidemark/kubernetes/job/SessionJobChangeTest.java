package io.tidemark.kubernetes.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.kubernetes.fixture.Jobs;
import io.tidemark.kubernetes.model.FlinkSessionJob;
import io.tidemark.kubernetes.model.JobResource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionJobChangeTest {
  private static final String SUBMISSION =
      "{\"number\":1,\"jobId\":\"a\",\"generation\":1,\"at\":\"2026-11-28T08:00:00Z\"}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "running | {} | true",
        "running | {lifecycleState: STABLE, observedGeneration: 1} | false",
        "running | {lifecycleState: STABLE, observedGeneration: 0} | true",
        "running | {lifecycleState: UPGRADING, observedGeneration: 1} | true",
        "running | {lifecycleState: DEPLOYED, observedGeneration: 1} | true",
        "running | {lifecycleState: ROLLED_BACK, observedGeneration: 1} | false",
        "running | {lifecycleState: FAILED, observedGeneration: 1} | true",
        "suspended | {lifecycleState: CREATED} | false",
        "running | {lifecycleState: CREATED} | true",
        "suspended | {lifecycleState: SUSPENDED, observedGeneration: 1} | false"
      })
  @DisplayName("U5 the sweep starts what spec and status do not agree on")
  void needsWork(String state, String status, boolean expected) {
    assertThat(SessionJobChange.needsWork(job(state, status))).isEqualTo(expected);
  }

  @Test
  @DisplayName("U5 what the workflow writes itself wakes nothing, a user's edit does")
  void concerns() {
    var stable = "{lifecycleState: STABLE, observedGeneration: 1, jobStatus: {state: RUNNING}}";
    var before = Optional.<JobResource>of(annotated(job("running", stable), SUBMISSION));

    assertThat(SessionJobChange.concerns(before, annotated(job("running", stable), SUBMISSION)))
        .isFalse();
    var next = SUBMISSION.replace("\"number\":1", "\"number\":2");
    assertThat(SessionJobChange.concerns(before, annotated(job("running", stable), next)))
        .isFalse();
    assertThat(SessionJobChange.concerns(before, annotated(job("running", stable), "{"))).isTrue();
    assertThat(SessionJobChange.concerns(before, job("running", stable))).isTrue();
    var edited = annotated(job("running", stable), SUBMISSION);
    edited.getMetadata().setGeneration(2L);
    assertThat(SessionJobChange.concerns(before, edited)).isTrue();
    var failed = annotated(job("running", stable.replace("RUNNING", "FAILED")), SUBMISSION);
    assertThat(SessionJobChange.concerns(before, failed)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "b | 1 | tidemark.io/session-job | true",
        "a | 1 | tidemark.io/session-job | false",
        "a | 1 | none | true",
        "a | 0 | tidemark.io/session-job | true"
      })
  @DisplayName("M5 a stable job is taken over if the resource does not name it, or is not kept")
  void takenOver(String jobId, int submissions, String finalizer, boolean expected) {
    var status = "{lifecycleState: STABLE, observedGeneration: 1, jobStatus: {jobId: %s}}";
    var job = job("running", status.formatted(jobId));
    if (submissions > 0) {
      annotated(job, SUBMISSION);
    }
    job.getMetadata().setFinalizers(List.of(finalizer));
    var before = job("running", status.formatted(jobId));
    before.getMetadata().setFinalizers(List.of("flinksessionjobs.flink.apache.org/finalizer"));

    assertThat(SessionJobChange.needsWork(job)).isEqualTo(expected);
    assertThat(SessionJobChange.concerns(Optional.of(before), job)).isEqualTo(expected);
  }

  private static FlinkSessionJob job(String state, String status) {
    return Jobs.sessionJob("orders", "{job: {state: " + state + "}}", status);
  }

  private static FlinkSessionJob annotated(FlinkSessionJob job, String submission) {
    job.getMetadata().setAnnotations(Map.of(Submission.ANNOTATION, submission));
    return job;
  }
}
