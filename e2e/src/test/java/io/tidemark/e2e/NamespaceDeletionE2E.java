package io.tidemark.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Namespace;
import io.tidemark.dev.FlinkJobOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code kubectl delete namespace}, with a real kube-controller-manager. */
class NamespaceDeletionE2E {
  private static final String SNAPSHOT =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkStateSnapshot
      metadata: {name: %s}
      spec:
        backoffLimit: 0
        jobReference: {kind: FlinkDeployment, name: %s}
        %s
      """;

  private static final String INVALID = "savepoint: {}\n  checkpoint: {}";

  @RegisterExtension static final Story story = Story.in("doomed");

  @BeforeAll
  static void start() {
    story.stack().kubernetes().controllerManager().start();
    story.serve("doomed", Map.of());
  }

  @AfterAll
  static void stop() {
    story.stack().kubernetes().controllerManager().kill();
  }

  @Test
  @DisplayName("R15 R17 a namespace with snapshots of every kind goes, and nothing is Terminating")
  void nothingIsLeft() {
    story.deploy("healthy");
    story.deploy("lost");
    story.submit(FlinkJobOptions.named("slow")).delaySnapshots(Duration.ofSeconds(6));
    story.submit(FlinkJobOptions.named("bad").withTolerableFailedCheckpoints(99)).failSnapshots();
    var kept = take("kept", "healthy", "savepoint: {disposeOnDelete: false}");
    var disposed = take("disposed", 4, "healthy");
    var retained = take("retained", 4, "lost");
    take("checkpoint", "healthy", "checkpoint: {}");
    names("waiting", 3).forEach(name -> apply(name, "missing", "savepoint: {}"));
    names("invalid", 2).forEach(name -> apply(name, "healthy", INVALID));
    names("failed", 2).forEach(name -> apply(name, "bad", "savepoint: {}"));
    names("running", 3).forEach(name -> apply(name, "slow", "savepoint: {}"));
    names("waiting", 3).forEach(name -> story.snapshots().await(name, "TRIGGER_PENDING"));
    names("invalid", 2).forEach(name -> story.snapshots().awaitEvent(name, "ValidationError"));
    names("failed", 2).forEach(name -> story.snapshots().await(name, "FAILED"));
    names("running", 3).forEach(name -> story.snapshots().await(name, "IN_PROGRESS"));
    var workflow = retained.get(0).workflowId();
    assertThat(all()).hasSize(20);

    story.shared().proxy().cutOff(call -> call.isFor(story.namespace(), "lost"));
    var started = System.nanoTime();
    story.stack().kubernetes().client().namespaces().withName(story.namespace()).delete();

    await("the namespace to be gone")
        .atMost(Duration.ofMinutes(3))
        .pollInterval(Duration.ofMillis(200))
        .until(() -> namespace() == null);
    System.out.printf("gone after %d ms%n", (System.nanoTime() - started) / 1_000_000);
    assertThat(all()).isEmpty();
    assertThat(disposed).allSatisfy(it -> assertThat(it.directory()).doesNotExist());
    assertThat(retained).allSatisfy(it -> assertThat(it.directory()).exists());
    assertThat(kept.directory()).exists();
    assertThat(story.temporal().temporal("workflow", "result", "-w", workflow))
        .contains("RETAINED", "namespace is being deleted", retained.get(0).path());
  }

  private static List<Snapshot> take(String name, int count, String job) {
    return names(name, count).map(each -> take(each, job, "savepoint: {}")).toList();
  }

  private static Snapshot take(String name, String job, String type) {
    apply(name, job, type);
    return story.snapshots().await(name, "COMPLETED");
  }

  private static Stream<String> names(String name, int count) {
    return IntStream.rangeClosed(1, count).mapToObj(number -> name + "-" + number);
  }

  private static void apply(String name, String job, String type) {
    story.snapshots().apply(SNAPSHOT.formatted(name, job, type));
  }

  private static List<?> all() {
    return story
        .stack()
        .kubernetes()
        .client()
        .genericKubernetesResources("flink.apache.org/v1beta1", "FlinkStateSnapshot")
        .inNamespace(story.namespace())
        .list()
        .getItems();
  }

  private static Namespace namespace() {
    return story.stack().kubernetes().client().namespaces().withName(story.namespace()).get();
  }
}
