package io.tidemark.e2e;

import static io.tidemark.dev.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.rbac.Role;
import io.tidemark.dev.FlinkJobOptions;
import io.tidemark.dev.TidemarkServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Two watched namespaces, of which one loses the rights of Tidemark. */
@TestMethodOrder(OrderAnnotation.class)
class UnreadableNamespaceE2E {
  private static final String NEAR = "near";
  private static final String FAR = "far";
  private static final String ACCOUNT = "system:serviceaccount:near:tidemark";
  private static final String SNAPSHOT =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkStateSnapshot
      metadata: {name: %s}
      spec:
        jobReference: {kind: FlinkDeployment, name: healthy}
        savepoint: {}
      """;

  private static final String JOB =
      """
      {"metadata": {"annotations": {"tidemark.io/periodic-savepoint": "6h"}},
       "spec": {"job": {"initialSavepointPath": "%s"}}}
      """;

  @RegisterExtension static final Story story = Story.in(NEAR);

  @TempDir static Path work;
  private static Chart chart;
  private static Snapshots far;
  private static TidemarkServer server;

  @BeforeAll
  static void start() {
    var kubernetes = story.stack().kubernetes();
    kubernetes.createNamespace(FAR);
    far = new Snapshots(kubernetes.client(), story.shared().kubectl(), FAR);
    chart = Chart.release(work, NEAR, "watchNamespaces: [near, far]");
    chart.grant(kubernetes.client());
    for (var namespace : List.of(NEAR, FAR)) {
      story.stack().resources().publishDeployment(namespace, "healthy", story.shared().job());
    }
    server =
        story.serve(
            NEAR,
            Map.of(
                "KUBECONFIG",
                kubernetes.serviceAccountKubeconfig(NEAR, "tidemark").toString(),
                "TIDEMARK_WATCH_NAMESPACES",
                "near,far"));
  }

  @AfterAll
  static void stop() {
    story.temporal().temporal("schedule", "delete", "--schedule-id", "history-cleanup/near");
  }

  @Test
  @Order(1)
  @DisplayName("S3 R19 without the rights in one namespace, the savepoints of the others go")
  void disposes() throws Exception {
    var used = complete("used");
    var mine = complete("mine");
    startFrom(used.path());
    awaitSchedule(FAR);
    far.kubectl("delete", "rolebinding", "tidemark");

    story.snapshots().delete("mine");
    story.snapshots().delete("used");

    assertThat(mine.directory()).doesNotExist();
    assertThat(used.directory()).exists();
    assertThat(story.snapshots().awaitEvent("used", "DisposalSkipped").getMessage())
        .contains(used.path(), "FlinkDeployment far/healthy uses it");
    assertThat(HealthEndpoint.of(server).ready()).isEqualTo(200);
  }

  @Test
  @Order(2)
  @DisplayName("S3 H1 T2 after a restart the other namespaces are served as before")
  void restarts() throws Exception {
    server.process().kill();
    server.process().restart();

    var late = complete("late");
    story.snapshots().delete("late");
    assertThat(story.snapshots().awaitEvent("late", "DisposalSkipped").getMessage())
        .contains("namespace far cannot be read: 403");
    assertThat(late.directory()).exists();

    story
        .snapshots()
        .kubectl("annotate", "flinkdep", "healthy", "tidemark.io/periodic-savepoint=6h");
    awaitSchedule(NEAR);
    awaitSchedule(FAR);
    story.temporal().startCleanup(NEAR, "cleanup-of-near", "{\"dryRun\": true}");
    assertThat(story.temporal().result("cleanup-of-near"))
        .contains("jobs: ", "namespace far cannot be read: 403");
    assertThat(HealthEndpoint.of(server).ready()).isEqualTo(200);
    assertThat(server.metrics()).contains("tidemark_unreadable_namespaces 1.0");
    assertThat(log())
        .filteredOn(line -> line.contains("namespace far cannot be read, and"))
        .hasSize(1);
  }

  @Test
  @Order(3)
  @DisplayName("S3 a namespace that can be read again is served without a restart")
  void isServedAgain() {
    far.apply(SNAPSHOT.formatted("waiting"));

    chart.grant(story.stack().kubernetes().client());

    far.await("waiting", "COMPLETED");
    await("the metric")
        .until(() -> server.metrics().contains("tidemark_unreadable_namespaces 0.0"));
  }

  @Test
  @Order(4)
  @DisplayName("S3 R17 snapshots of other namespaces are taken and deleted while the rights go")
  void disturbsNoNeighbours() {
    var neighbours = HealthySnapshots.of(story.snapshots(), "healthy");

    far.kubectl("delete", "rolebinding", "tidemark");

    neighbours.awaitTakenAndDeleted();
  }

  @Test
  @Order(5)
  @DisplayName("R15 a deleted snapshot that may be patched, but not read, is let go on request")
  void isReadByPatch() {
    var busy = story.submit(FlinkJobOptions.named("busy"));
    busy.holdSnapshots();
    story.snapshots().apply(SNAPSHOT.replace("healthy", "busy").formatted("unreadable"));
    var snapshot = story.snapshots().await("unreadable", "IN_PROGRESS");
    forbidReads();
    story
        .snapshots()
        .kubectl("annotate", "flinksnp", "unreadable", "tidemark.io/skip-disposal=true");

    story.snapshots().delete("unreadable");

    assertThat(story.snapshots().awaitEvent("unreadable", "SavepointRetained").getMessage())
        .contains(snapshot.triggerId(), "skipped on request");
    busy.healSnapshots();
  }

  /** Takes from Tidemark the right to get single snapshots; it may still watch and patch them. */
  private static void forbidReads() {
    var roles = story.stack().kubernetes().client().rbac().roles().inNamespace(NEAR);
    roles.withName("tidemark").edit(UnreadableNamespaceE2E::withoutReads);
    await("a refusal")
        .untilAsserted(
            () ->
                assertThatThrownBy(
                        () ->
                            story
                                .snapshots()
                                .kubectl("get", "flinksnp", "unreadable", "--as=" + ACCOUNT))
                    .hasMessageContaining("forbidden"));
  }

  private static Role withoutReads(Role role) {
    role.getRules().stream()
        .filter(rule -> rule.getResources().contains("flinkstatesnapshots"))
        .forEach(rule -> rule.setVerbs(without("get", rule.getVerbs())));
    return role;
  }

  private static List<String> without(String verb, List<String> verbs) {
    return verbs.stream().filter(it -> !it.equals(verb)).toList();
  }

  private static Snapshot complete(String name) {
    story.snapshots().apply(SNAPSHOT.formatted(name));
    return story.snapshots().await(name, "COMPLETED");
  }

  private static void startFrom(String path) {
    far.kubectl("patch", "flinkdep", "healthy", "--type=merge", "--patch=" + JOB.formatted(path));
  }

  /** Waits for a schedule, which shows that Tidemark's watch has seen the job's last change. */
  private static void awaitSchedule(String namespace) {
    var id = "periodic-savepoint/%s/FlinkDeployment/healthy".formatted(namespace);
    await(id)
        .ignoreException(IllegalStateException.class)
        .until(() -> story.temporal().schedule(id).has("schedule"));
  }

  private static List<String> log() {
    try {
      return Files.readAllLines(server.process().logFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
