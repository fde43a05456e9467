package io.tidemark.kubernetes.claim;

import static io.tidemark.kubernetes.claim.Plans.claim;
import static io.tidemark.kubernetes.claim.Plans.on;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.kubernetes.fixture.Jobs;
import io.tidemark.kubernetes.fixture.SnapshotDraft;
import io.tidemark.kubernetes.model.FlinkDeployment;
import io.tidemark.kubernetes.model.JobAnnotations;
import io.tidemark.kubernetes.model.RecordedAttempt;
import io.tidemark.workflow.flink.FlinkJob;
import io.tidemark.workflow.resource.ClaimDecision;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Service at which a cluster is called, instead of the configured template. */
class RestServiceTest {
  private static final FlinkJob ORDERS = new FlinkJob("flink", "orders", 8081, Jobs.JOB_ID);

  @Test
  @DisplayName("M4 a trigger goes to the Service that the cluster names, and its port")
  void trigger() {
    var named = Plans.trigger(claim(SnapshotDraft.savepoint(), on(orders("jobmanager"))));
    var withPort = Plans.trigger(claim(SnapshotDraft.savepoint(), on(orders("jobmanager:9090"))));

    assertThat(named.job()).isEqualTo(ORDERS.at("jobmanager"));
    assertThat(withPort.job())
        .isEqualTo(new FlinkJob("flink", "orders", 9090, Jobs.JOB_ID).at("jobmanager"));
  }

  @Test
  @DisplayName(
      "M4 an attempt remembers the Service, for the time when its cluster's resource is gone")
  void attempt() {
    var trigger = Plans.trigger(claim(SnapshotDraft.savepoint(), on(orders("jobmanager"))));

    var attempt = RecordedAttempt.of(1, trigger);

    assertThat(attempt.annotation()).contains("\"restService\":\"jobmanager\"");
    assertThat(attempt.job("flink")).isEqualTo(ORDERS.at("jobmanager"));
  }

  @ParameterizedTest
  @DisplayName(
      "M4 a value that is no Service of the own namespace is invalid, and Flink is not called")
  @ValueSource(
      strings = {
        "",
        "jm.other",
        "jm.other.svc:8081",
        "http://jm",
        "jm:0",
        "jm:65536",
        "jm:x",
        "-jm"
      })
  void invalid(String value) {
    var decision = claim(SnapshotDraft.savepoint(), on(orders(value))).decision();

    assertThat(decision).isInstanceOf(ClaimDecision.Invalid.class);
    assertThat(((ClaimDecision.Invalid) decision).error())
        .contains("tidemark.io/rest-service of FlinkDeployment orders is '" + value + "'");
  }

  private static FlinkDeployment orders(String service) {
    var orders = Jobs.orders();
    orders.getMetadata().setAnnotations(Map.of(JobAnnotations.REST_SERVICE, service));
    return orders;
  }
}
