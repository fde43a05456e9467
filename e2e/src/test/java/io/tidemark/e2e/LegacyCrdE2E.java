package io.tidemark.e2e;

import static io.tidemark.dev.Waits.await;
import static io.tidemark.e2e.LegacyJobs.nonces;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.dev.DevStack;
import io.tidemark.dev.Kubectl;
import io.tidemark.dev.TidemarkServer;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A Kubernetes cluster without the CRD of snapshots, which is installed later. */
class LegacyCrdE2E {
  private static final String NAME = "legacy-crd";
  private static final String CRD = "flinkstatesnapshots.flink.apache.org";

  @RegisterExtension static final Story story = Story.in(NAME);

  private static DevStack other;
  private static Kubectl kubectl;
  private static Snapshots snapshots;

  @BeforeAll
  static void startWithoutCrd() {
    other = DevStack.builder().kubernetes().start();
    other.kubernetes().createNamespace(NAME);
    kubectl = new Kubectl(other.kubernetes().kubeconfig());
    snapshots = new Snapshots(other.kubernetes().client(), kubectl, NAME);
    kubectl.run("delete", "crd", CRD);
  }

  @AfterAll
  static void close() {
    other.close();
  }

  @Test
  @DisplayName(
      "L1 without the CRD Tidemark starts and is in legacy mode, and after its installation no more")
  void installedLater() {
    var settings = new HashMap<>(story.shared().settings(NAME));
    settings.putAll(
        Map.of(
            "KUBECONFIG",
            other.kubernetes().kubeconfig().toString(),
            "TIDEMARK_MODE",
            "standalone",
            "TIDEMARK_LEADER_ELECTION",
            "false",
            "TIDEMARK_TASK_QUEUE",
            NAME));
    try (var server = TidemarkServer.start(story.stack(), NAME, settings)) {
      var jobs = new LegacyJobs(other.kubernetes().client(), snapshots, NAME);
      other.resources().declareDeployment(NAME, "orders", story.shared().job());
      jobs.awaitSeen("orders");
      jobs.await(
          "orders", "runs", job -> job.at("/status/jobStatus/state").asText().equals("RUNNING"));

      jobs.changeNonce("orders", "savepoint", 5);
      var job = jobs.awaitSettled("orders", 1);
      install();
      jobs.changeNonce("orders", "savepoint", 6);

      var created =
          await("a resource")
              .until(
                  () -> snapshots.labelled("job-reference.name", "orders"),
                  found -> found.stream().anyMatch(it -> it.state().equals("COMPLETED")));
      assertThat(created).hasSize(1);
      assertThat(nonces(job)).containsExactly(5);
      assertThat(nonces(jobs.get("orders"))).containsExactly(5);
      await("the census").until(() -> server.metrics().contains("state=\"COMPLETED\""));
    }
  }

  private static void install() {
    var unused =
        kubectl.runWithInput(
            SharedStack.resource("/META-INF/fabric8/" + CRD + "-v1.yml"), "apply", "-f", "-");
    kubectl.run("wait", "crd", CRD, "--for=condition=Established");
  }
}
