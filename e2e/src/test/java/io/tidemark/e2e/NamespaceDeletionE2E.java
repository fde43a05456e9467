package io.tidemark.e2e;

import static io.tidemark.dev.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Namespace;
import io.tidemark.dev.FlinkJobOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

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

  private static final String ROLES = "doomed-roles";
  private static final String INVALID = "savepoint: {}\n  checkpoint: {}";

  @RegisterExtension static final Story story = Story.in("doomed");
  @RegisterExtension static final Story neighbour = Story.in("spared");
  @RegisterExtension static final Story withJobs = Story.in("doomed-jobs").standalone();
  @RegisterExtension static final Story jobsNextDoor = Story.in("spared-jobs").standalone();

  @BeforeAll
  static void start() {
    story.stack().kubernetes().controllerManager().start();
    neighbour.deploy("healthy");
    story.serve("doomed", Map.of("TIDEMARK_WATCH_NAMESPACES", "doomed,spared"));
  }

  @AfterAll
  static void stop() {
    story.stack().kubernetes().controllerManager().kill();
  }

  @Test
  @DisplayName(
      "R15 R17 S3 a namespace with snapshots of every kind goes, nothing is Terminating, and"
          + " neighbours are taken and deleted")
  void nothingIsLeft() {
    story.deploy("healthy");
    story.deploy("lost");
    var slow = story.submit(FlinkJobOptions.named("slow"));
    slow.holdSnapshots();
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
    var neighbours = HealthySnapshots.of(neighbour.snapshots(), "healthy");
    var started = System.nanoTime();
    story.stack().kubernetes().client().namespaces().withName(story.namespace()).delete();
    slow.healSnapshots();

    await("the namespace to be gone").until(() -> namespace(story.namespace()) == null);
    System.out.printf("gone after %d ms%n", (System.nanoTime() - started) / 1_000_000);
    neighbours.awaitTakenAndDeleted();
    assertThat(all()).isEmpty();
    assertThat(disposed).allSatisfy(it -> assertThat(it.directory()).doesNotExist());
    assertThat(retained).allSatisfy(it -> assertThat(it.directory()).exists());
    assertThat(kept.directory()).exists();
    assertThat(story.temporal().temporal("workflow", "result", "-w", workflow))
        .contains("RETAINED", "namespace is being deleted", retained.get(0).path());
  }

  @Test
  @DisplayName(
      "R17 S5 a namespace that loses its Roles before its snapshots waits, and can be let go")
  void losesItsRoles(@TempDir Path work) {
    var kubernetes = story.stack().kubernetes();
    Stream.of(ROLES, "roles").forEach(kubernetes::createNamespace);
    Chart.release(work, "roles", "watchNamespaces: [" + ROLES + "]").grant(kubernetes.client());
    story.stack().resources().publishDeployment(ROLES, "healthy", story.shared().job());
    var snapshots = new Snapshots(kubernetes.client(), story.shared().kubectl(), ROLES);
    story.serve("roles", serviceAccount("roles"));
    snapshots.apply(SNAPSHOT.formatted("left", "healthy", "savepoint: {}"));
    var left = snapshots.await("left", "COMPLETED");
    snapshots.kubectl("delete", "rolebinding", "tidemark"); // the namespace's deletion has no order
    kubernetes.client().namespaces().withName(ROLES).delete();
    await("the namespace to wait").until(() -> waitsForFinalizers(ROLES));

    var admin = kubernetes.kubeconfig().toString();
    story
        .tidemark(
            List.of("release-finalizers", "--yes"),
            Map.of("KUBECONFIG", admin, "TIDEMARK_WATCH_NAMESPACES", ROLES))
        .successful();

    await("the namespace to be gone").until(() -> namespace(ROLES) == null);
    assertThat(left.directory()).exists();
  }

  @Test
  @DisplayName(
      "U9 a namespace with session jobs goes although their cluster cannot be reached, and"
          + " neighbours are started and ended")
  void sessionJobs() {
    var account = story.stack().kubernetes().serviceAccountKubeconfig("tidemark", "standalone");
    withJobs.serve(
        "doomed-jobs",
        Map.of(
            "TIDEMARK_MODE",
            "standalone",
            "TIDEMARK_WATCH_NAMESPACES",
            "doomed-jobs,spared-jobs",
            "KUBECONFIG",
            account.toString()));
    var jobs = jobsOf(withJobs);
    applyJob(withJobs, "runs");
    applyJob(withJobs, "paused");
    var id = SessionJobs.jobId(jobs.await("runs", "STABLE"));
    jobs.await("paused", "STABLE");
    jobs.patchJob("paused", "{\"state\":\"suspended\"}");
    jobs.await("paused", "SUSPENDED");
    var workflow = jobs.workflowId("runs");

    story.shared().proxy().cutOff(call -> call.isFor(withJobs.namespace()));
    jobs.patchJob("runs", "{\"parallelism\":2}");
    applyJob(withJobs, "never");
    jobs.await("never", "its finalizer", job -> !job.at("/metadata/finalizers").isEmpty());
    story.stack().kubernetes().client().namespaces().withName(withJobs.namespace()).delete();
    await("the namespace to be gone").until(() -> namespace(withJobs.namespace()) == null);

    assertThat(story.temporal().temporal("workflow", "result", "-w", workflow)).contains("ENDED");
    assertThat(jobs.state(id)).as("the job is left").isEqualTo("RUNNING");
    var others = jobsOf(jobsNextDoor);
    applyJob(jobsNextDoor, "spared");
    var spared = SessionJobs.jobId(others.await("spared", "STABLE"));
    others.delete("spared");
    assertThat(others.state(spared)).isEqualTo("CANCELED");
    story.stack().flink().cancel(id);
  }

  private static SessionJobs jobsOf(Story of) {
    return new SessionJobs(of.stack(), of.stack().flink(), of.snapshots(), of.namespace());
  }

  private static void applyJob(Story of, String name) {
    of.snapshots().apply(CountingSessionJob.named(of, name, "session").yaml("name=" + name));
  }

  private static Map<String, String> serviceAccount(String namespace) {
    var kubeconfig = story.stack().kubernetes().serviceAccountKubeconfig(namespace, "tidemark");
    return Map.of(
        "KUBECONFIG", kubeconfig.toString(),
        "TIDEMARK_WATCH_NAMESPACES", ROLES,
        "TIDEMARK_TASK_QUEUE", ROLES);
  }

  private static boolean waitsForFinalizers(String namespace) {
    return namespace(namespace).getStatus().getConditions().stream()
        .anyMatch(
            condition ->
                condition.getType().equals("NamespaceFinalizersRemaining")
                    && condition.getStatus().equals("True"));
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

  private static Namespace namespace(String name) {
    return story.stack().kubernetes().client().namespaces().withName(name).get();
  }
}
