package io.tidemark.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.apache.flink.api.common.JobStatus;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Session jobs move between Tidemark and the Flink operator while they run. */
class HandoverE2E {
  private static final long COUNTED = 20;

  @RegisterExtension static final Story story = Story.in("handover").standalone();

  private static SessionJobs jobs;
  private static PlayedOperator operator;

  @BeforeAll
  static void serve() {
    var account = story.stack().kubernetes().serviceAccountKubeconfig("tidemark", "standalone");
    story.serve(
        "handover", Map.of("TIDEMARK_MODE", "standalone", "KUBECONFIG", account.toString()));
    jobs =
        new SessionJobs(story.stack(), story.stack().flink(), story.snapshots(), story.namespace());
    jobs.createCluster("session");
    operator = PlayedOperator.in(story);
  }

  @AfterAll
  static void close() {
    operator.close();
  }

  @Test
  @DisplayName("M5 the Flink operator's classes find nothing to do in what Tidemark has written")
  void nothingToDo() {
    story.snapshots().apply(CountingSessionJob.named(story, "leaving", "own").yaml("name=leaving"));
    assertStable(jobs.await("leaving", "STABLE"));

    jobs.patchJob("leaving", "{\"args\":[\"name=leaving\",\"recordsPerSecond=20\"]}");
    assertStable(jobs.await("leaving", "STABLE"));

    jobs.patchJob("leaving", "{\"savepointTriggerNonce\":7}");
    var asked = jobs.await("leaving", "STABLE");
    assertStable(asked);
    assertThat(asked.at("/status/reconciliationStatus/lastReconciledSpec").asText())
        .as("the nonce is served, so it is not triggered again")
        .contains("\"savepointTriggerNonce\":7");

    jobs.patchJob("leaving", "{\"state\":\"suspended\"}");
    var suspended = OperatorView.ofSessionJob(jobs.await("leaving", "SUSPENDED"));
    assertThat(suspended.lifecycle()).isEqualTo("SUSPENDED");
    assertThat(suspended.differences()).isEmpty();
    assertThat(suspended.status().getJobStatus().getState()).isEqualTo(JobStatus.FINISHED);
    assertThat(suspended.status().getJobStatus().getUpgradeSavepointPath()).isNotEmpty();

    jobs.patchJob("leaving", "{\"state\":\"running\"}");
    assertStable(jobs.await("leaving", "STABLE"));
    story.awaitStatus("flinkdep", "own", "{.status.lifecycleState}", "STABLE");
    var cluster = OperatorView.ofDeployment(json(story.resource("FlinkDeployment", "own").get()));
    assertThat(cluster.lifecycle()).isEqualTo("STABLE");
    assertThat(cluster.differences()).isEmpty();
    jobs.delete("leaving");
  }

  private static void assertStable(JsonNode job) {
    var seen = OperatorView.ofSessionJob(job);
    assertThat(seen.lifecycle()).isEqualTo("STABLE");
    assertThat(seen.differences()).isEmpty();
    assertThat(seen.status().getError()).isNull();
    assertThat(seen.status().getJobStatus().getState()).isEqualTo(JobStatus.RUNNING);
    assertThat(jobs.running(job.at("/metadata/name").asText()))
        .containsExactly(seen.status().getJobStatus().getJobId());
  }

  @Test
  @DisplayName("M5 M3 a running job is taken over without a submission, and keeps its state")
  void takenOver() {
    var first = operator.run("arriving", "session");
    var counted = jobs.awaitCount(first, COUNTED);

    handOver("arriving");
    var taken = jobs.get("arriving");

    assertThat(SessionJobs.jobId(taken)).isEqualTo(first);
    assertThat(taken.at("/metadata/annotations/tidemark.io~1submission").asText())
        .contains("\"number\":1", first);
    assertThat(jobs.running("arriving")).containsExactly(first);
    assertThat(submissions(first)).isZero();

    jobs.patchJob("arriving", "{\"args\":[\"name=arriving\",\"recordsPerSecond=20\"]}");
    var second = SessionJobs.jobId(jobs.await("arriving", "STABLE"));
    assertThat(jobs.running("arriving")).containsExactly(second);
    assertThat(submissions(second)).isEqualTo(1);
    assertThat(jobs.awaitRestoredCount(second)).isGreaterThanOrEqualTo(counted);
    assertThat(jobs.state(first)).isEqualTo("FINISHED");

    back("arriving");
    assertStable(jobs.get("arriving"));
    jobs.delete("arriving");
    jobs.awaitState(second, "CANCELED");
  }

  @Test
  @DisplayName("M5 a job that the operator has submitted and not seen is found, and not submitted")
  void unseen() {
    var first = operator.runUnseen("unseen", "session");

    handOver("unseen");
    var stable = jobs.await("unseen", "STABLE");

    assertThat(SessionJobs.jobId(stable)).isEqualTo(first);
    assertThat(jobs.running("unseen")).containsExactly(first);
    assertThat(submissions(first)).isZero();
    jobs.delete("unseen");
    jobs.awaitState(first, "CANCELED");
  }

  /** The commands of docs/use/jobs.md, from the operator to Tidemark. */
  private static void handOver(String name) {
    story.snapshots().kubectl("label", "flinksessionjob", name, "managed-by-");
    removeFirstFinalizer(name, PlayedOperator.FINALIZER);
    jobs.await(
        name,
        "Tidemark's finalizer",
        job -> job.at("/metadata/finalizers/0").asText().equals("tidemark.io/session-job"));
  }

  /** The commands of docs/use/jobs.md, from Tidemark to the operator. */
  private static void back(String name) {
    story.snapshots().kubectl("label", "flinksessionjob", name, "managed-by=flink-operator");
    jobs.await(
        name,
        "the operator's finalizer",
        job -> job.at("/metadata/finalizers/1").asText().equals(PlayedOperator.FINALIZER));
    removeFirstFinalizer(name, "tidemark.io/session-job");
  }

  private static void removeFirstFinalizer(String name, String finalizer) {
    var patch =
        """
        [{"op": "test", "path": "/metadata/finalizers/0", "value": "%s"},
         {"op": "remove", "path": "/metadata/finalizers/0"}]
        """
            .formatted(finalizer);
    story.snapshots().kubectl("patch", "flinksessionjob", name, "--type=json", "-p", patch);
  }

  private static long submissions(String jobId) {
    return story.shared().proxy().calls(story.namespace()).stream()
        .filter(call -> call.method().equals("POST") && call.path().endsWith("/run"))
        .filter(call -> call.body().contains(jobId))
        .count();
  }

  private static JsonNode json(Object resource) {
    return new ObjectMapper().valueToTree(resource);
  }
}
