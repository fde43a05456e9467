package io.tidemark.e2e;

import static io.tidemark.dev.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.dev.TidemarkServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** An installation that serves the namespaces with a label, with the rights of the chart. */
@TestMethodOrder(OrderAnnotation.class)
class NamespaceSelectorE2E {
  private static final String HOME = "chosen";
  private static final String NEW = "chosen-later";
  private static final String SNAPSHOT =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkStateSnapshot
      metadata: {name: %s}
      spec:
        jobReference: {kind: FlinkDeployment, name: healthy}
        savepoint: {disposeOnDelete: true}
      """;

  @RegisterExtension static final Story story = Story.in(HOME);

  @TempDir static Path work;
  private static Snapshots later;
  private static TidemarkServer server;

  @BeforeAll
  static void start() {
    var kubernetes = story.stack().kubernetes();
    Chart.release(work, HOME, "watchNamespaceSelector: {matchLabels: {served-by: us}}")
        .grant(kubernetes.client());
    story.deploy("healthy");
    server =
        story.serve(
            HOME,
            Map.of(
                "KUBECONFIG",
                kubernetes.serviceAccountKubeconfig(HOME, "tidemark").toString(),
                "TIDEMARK_WATCH_NAMESPACES",
                "",
                "TIDEMARK_WATCH_NAMESPACE_SELECTOR",
                "{matchLabels: {served-by: us}}"));
    later = new Snapshots(kubernetes.client(), story.shared().kubectl(), NEW);
  }

  @Test
  @Order(1)
  @DisplayName("S8 no namespace has the label at first, then one gets it and is served")
  void isServedOnceItHasTheLabel() {
    story.snapshots().create(SNAPSHOT.formatted("waits"));
    assertThat(server.metrics()).contains("tidemark_unreadable_namespaces 0.0");

    label(HOME, "served-by=us");

    assertThat(story.snapshots().await("waits", "COMPLETED").path()).isNotEmpty();
  }

  @Test
  @Order(2)
  @DisplayName("S8 R19 T2 a new namespace is served, and its jobs are searched for users")
  void aNewNamespace() {
    var kubernetes = story.stack().kubernetes();
    kubernetes.createNamespace(NEW);
    story.stack().resources().publishDeployment(NEW, "healthy", story.shared().job());
    label(NEW, "served-by=us");

    later.create(SNAPSHOT.formatted("first"));
    var taken = later.await("first", "COMPLETED");
    later.kubectl(
        "patch",
        "flinkdep",
        "healthy",
        "--type=merge",
        "--patch",
        """
        {"metadata": {"annotations": {"tidemark.io/periodic-savepoint": "6h"}},
         "spec": {"job": {"initialSavepointPath": "%s"}}}
        """
            .formatted(taken.path()));
    awaitSchedule(true);
    later.delete("first");

    assertThat(taken.directory()).exists();
  }

  @Test
  @Order(3)
  @DisplayName("S8 T2 a namespace that loses the label is not served, and has no schedule")
  void losesTheLabel() {
    label(NEW, "served-by-");
    awaitSchedule(false);
    later.create(SNAPSHOT.formatted("unserved"));
    var created = later.get("unserved");

    // The other namespace's watch is as fast as this one's would be.
    story.snapshots().create(SNAPSHOT.formatted("second"));
    story.snapshots().await("second", "COMPLETED");
    assertThat(later.get("unserved").text("/metadata/resourceVersion"))
        .isEqualTo(created.text("/metadata/resourceVersion"));

    label(NEW, "served-by=us");
    assertThat(later.await("unserved", "COMPLETED").path()).isNotEmpty();
    awaitSchedule(true);
  }

  @Test
  @Order(4)
  @DisplayName("S8 with the chart's rights, check finds nothing missing")
  void check() {
    var kubernetes = story.stack().kubernetes();
    var check =
        story.tidemark(
            List.of("check"),
            story.environment(
                Map.of(
                    "KUBECONFIG",
                    kubernetes.serviceAccountKubeconfig(HOME, "tidemark").toString(),
                    "TIDEMARK_LEASE_NAMESPACE",
                    HOME,
                    "TIDEMARK_WATCH_NAMESPACES",
                    "",
                    "TIDEMARK_WATCH_NAMESPACE_SELECTOR",
                    "{matchLabels: {served-by: us}}")));

    assertThat(check.status()).as(check.output()).isZero();
    assertThat(check.output())
        .contains("ok        rights on namespaces in all namespaces: list, watch");
  }

  private static void label(String namespace, String label) {
    story.snapshots().kubectl("label", "--overwrite", "namespace", namespace, label);
  }

  private static void awaitSchedule(boolean exists) {
    var id = "periodic-savepoint/%s/FlinkDeployment/healthy".formatted(NEW);
    await(id + " exists: " + exists).until(() -> exists(id) == exists);
  }

  private static boolean exists(String id) {
    try {
      return story.temporal().schedule(id).has("schedule");
    } catch (IllegalStateException gone) {
      return false;
    }
  }
}
