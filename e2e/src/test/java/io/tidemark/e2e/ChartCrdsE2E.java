package io.tidemark.e2e;

import static io.tidemark.dev.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.dev.DevStack;
import io.tidemark.dev.Kubectl;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CRDs that are in the cluster before the chart's, on an API server of their own. */
class ChartCrdsE2E {
  private static final String CRD = "flinkstatesnapshots.flink.apache.org";
  private static final String NAMESPACE = "crds";
  private static final String VALUES = "{mode: standalone, watchNamespaces: [crds]}";

  @TempDir static Path work;
  private static DevStack stack;
  private static Kubectl kubectl;

  @BeforeAll
  static void start() {
    stack = DevStack.builder().kubernetes().start();
    stack.kubernetes().createNamespace(NAMESPACE);
    kubectl = new Kubectl(kubeconfig());
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  @Test
  @DisplayName("An older CRD never replaces a newer one, by an upgrade, a rollback or kubectl")
  void keepsTheNewest() {
    var chart = Chart.release(work, NAMESPACE, VALUES);
    assertThat(chart.manifestsFor(kubeconfig())).doesNotContain("kind: CustomResourceDefinition");

    annotate("1.9.3");
    chart.upgrade(kubeconfig());
    var installed = version();
    assertThat(installed).isNotEqualTo("1.9.3");
    assertThat(kubectl.run("get", "crd", "-o=yaml")).containsOnlyOnce("/crd-version: ");
    await("the policy").until(() -> refused("1.9.3"));

    annotate("99.0.0");
    var uid = uid();
    chart.upgrade(kubeconfig());
    var back = chart.rollback(kubeconfig(), 1);

    assertThat(back.status()).isNotZero();
    assertThat(back.output())
        .contains("version " + installed + " of this CRD is older than the installed 99.0.0");
    assertThat(version()).isEqualTo("99.0.0");
    assertThat(uid()).isEqualTo(uid);
    assertThatThrownBy(() -> annotate("98.99.99")).hasMessageContaining("is older than");
  }

  private static boolean refused(String version) {
    try {
      annotate(version, "server");
      return false;
    } catch (IllegalStateException e) {
      return e.getMessage().contains("is older than");
    }
  }

  private static void annotate(String version) {
    annotate(version, "none");
  }

  private static void annotate(String version, String dryRun) {
    var annotation = "tidemark.io/crd-version=" + version;
    kubectl.run("annotate", "crd", CRD, annotation, "--overwrite", "--dry-run=" + dryRun);
  }

  private static String version() {
    return field("{.metadata.annotations.tidemark\\.io/crd-version}");
  }

  private static String uid() {
    return field("{.metadata.uid}");
  }

  private static String field(String path) {
    return kubectl.run("get", "crd", CRD, "-o=jsonpath=" + path);
  }

  private static Path kubeconfig() {
    return stack.kubernetes().kubeconfig();
  }
}
