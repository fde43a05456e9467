package io.tidemark.kubernetes.claim;

import static io.tidemark.kubernetes.claim.Plans.attempted;
import static io.tidemark.kubernetes.claim.Plans.claim;
import static io.tidemark.kubernetes.claim.Plans.on;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.kubernetes.fixture.Attempts;
import io.tidemark.kubernetes.fixture.Jobs;
import io.tidemark.kubernetes.fixture.SnapshotDraft;
import io.tidemark.kubernetes.model.JobAnnotations;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.workflow.flink.FlinkJob;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The Secrets for calls to a cluster; only their names leave the bridge. */
class FlinkSecretsTest {
  private static final FlinkJob ORDERS = new FlinkJob("flink", "orders", 8081, Jobs.JOB_ID);

  @Test
  @DisplayName("S4 the trigger of a job carries the names of the Secrets that it names")
  void trigger() {
    var job = annotated(Jobs.orders(), Map.of(JobAnnotations.FLINK_TLS_SECRET, "flink-tls"));

    var trigger = Plans.trigger(claim(SnapshotDraft.savepoint(), on(job)));

    assertThat(trigger.job()).isEqualTo(ORDERS.withSecrets("flink-tls", null));
  }

  @Test
  @DisplayName("S4 a session job names no Secrets: its owner's code runs where they are sent")
  void sessionJob() {
    var job =
        annotated(
            Jobs.sessionJob("etl", "deploymentName: orders", Jobs.RUNNING),
            Map.of(
                JobAnnotations.FLINK_TLS_SECRET, "etl-tls",
                JobAnnotations.FLINK_AUTH_SECRET, "database-token"));
    var cluster = annotated(Jobs.orders(), Map.of(JobAnnotations.FLINK_TLS_SECRET, "flink-tls"));
    var snapshot =
        SnapshotDraft.of("{checkpoint: {}, jobReference: {kind: FlinkSessionJob, name: etl}}");

    var trigger = Plans.trigger(claim(snapshot, on(job, cluster)));

    assertThat(trigger.job()).isEqualTo(ORDERS.withSecrets("flink-tls", null));
  }

  @Test
  @DisplayName("S4 R14 a disposal uses the Secrets that are named when it is planned")
  void disposal() {
    var job = annotated(Jobs.orders(), Map.of(JobAnnotations.FLINK_AUTH_SECRET, "orders-token"));
    var snapshot =
        SnapshotDraft.savepoint()
            .finalized()
            .deleted()
            .status("{state: COMPLETED, triggerId: t, path: 's3://b/s-1'}");

    var disposal = Plans.disposal(claim(snapshot, on(job)));

    assertThat(disposal.job()).isEqualTo(ORDERS.withSecrets(null, "orders-token"));
  }

  @Test
  @DisplayName("S4 an attempt whose annotation names another cluster gets none of this one's")
  void anotherCluster() {
    var job = annotated(Jobs.orders(), Map.of(JobAnnotations.FLINK_AUTH_SECRET, "orders-token"));

    var trigger = Plans.trigger(claim(attempted(SnapshotDraft.savepoint(), 1), on(job)));

    assertThat(trigger.job()).isEqualTo(Attempts.attempt(1).job("flink"));
  }

  private static JobResource annotated(JobResource job, Map<String, String> annotations) {
    job.getMetadata().setAnnotations(annotations);
    return job;
  }
}
