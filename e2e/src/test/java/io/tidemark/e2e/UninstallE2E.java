package io.tidemark.e2e;

import static io.tidemark.dev.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.tidemark.dev.TidemarkServer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code helm uninstall}. There is no kubelet and no job controller: the test runs the hook's
 * command with the hook's rights, and ends the pods of a Deployment that was scaled to 0.
 */
class UninstallE2E {
  private static final String NAMESPACE = "uninstall";
  private static final String UNINSTALL = "tidemark-uninstall";
  private static final String KINDS = "sa,role,rolebinding,deployment,job,pod,pdb,svc";

  private static final String VALUES =
      """
      watchNamespaces: [uninstall]
      temporal: {address: "%s"}
      config: {task-queue: uninstall, flink.rest-url-template: "%s"}
      """;

  private static final String SNAPSHOT =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkStateSnapshot
      metadata: {name: %s}
      spec: {savepoint: {}, jobReference: {kind: FlinkDeployment, name: %s}}
      """;

  private static final String HELD =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkStateSnapshot
      metadata:
        name: held
        finalizers: [flinkstatesnapshots.flink.apache.org/finalizer]
      spec: {savepoint: {}, jobReference: {kind: FlinkDeployment, name: none}}
      """;

  @RegisterExtension static final Story story = Story.in(NAMESPACE);
  @TempDir static Path work;

  @Test
  @DisplayName("S5 the uninstall path leaves no resource that cannot be deleted")
  void leavesNothing() throws Exception {
    var chart = release();
    chart.install(story.stack().kubernetes().kubeconfig());
    assertThat(resourcesOfChart()).isNotEmpty();
    var pod = client().resource(podOf(chart)).create();
    var server = serve(chart);
    story.deploy("healthy");
    story.deploy("lost");
    var done = take("done", "healthy");
    var deleted = take("deleted", "lost");
    story.shared().proxy().cutOff(call -> call.isFor(NAMESPACE, "lost"));
    story.snapshots().kubectl("delete", "flinksnp", "deleted", "--wait=false");
    story.snapshots().awaitEvent("deleted", "CleanupFailed");

    var uninstall =
        CompletableFuture.supplyAsync(
            () -> chart.uninstall(story.stack().kubernetes().kubeconfig()));
    var hook = CompletableFuture.supplyAsync(() -> run(awaitJob()));
    await("the Deployment to be scaled to 0").until(() -> replicas() == 0);
    assertThat(hook).isNotDone();
    server.close();
    client().resource(pod).delete();

    assertThat(hook.get().successful())
        .contains("deployment uninstall/tidemark: stopped")
        .contains("uninstall/done: released; its savepoint stays at " + done.path())
        .contains("uninstall/deleted: released and gone; its savepoint stays at " + deleted.path())
        .contains("2 of 2 snapshots with a finalizer released");
    finish();
    uninstall.get().successful();
    story.snapshots().awaitGone("deleted");
    story.snapshots().delete("done");
    assertThat(done.directory()).exists();
    assertThat(deleted.directory()).exists();
    assertThat(resourcesOfChart()).isEmpty();
  }

  @Test
  @DisplayName("S5 a dry run changes nothing, a refusal is an exit code, and --yes does it")
  void byHand() {
    var kubernetes = story.stack().kubernetes();
    kubernetes.createNamespace("by-hand");
    var snapshots = new Snapshots(client(), story.shared().kubectl(), "by-hand");
    snapshots.apply(HELD);
    var unprivileged = kubernetes.serviceAccountKubeconfig("by-hand", "unprivileged");

    var dry = release(kubernetes.kubeconfig(), "--dry-run");
    var refused = release(unprivileged, "--yes");

    assertThat(dry.successful()).contains("by-hand/held: would be released", "1 of 1");
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.output()).contains("forbidden");
    assertThat(snapshots.get("held").finalizers()).contains("flinkstatesnapshots");

    release(kubernetes.kubeconfig(), "--yes", "--stop=none").successful();

    assertThat(snapshots.get("held").finalizers()).doesNotContain("flinkstatesnapshots");
  }

  private static String resourcesOfChart() {
    return story.snapshots().kubectl("get", KINDS, "-o=name", "-lapp.kubernetes.io/name=tidemark");
  }

  private static Execution release(Path kubeconfig, String... options) {
    var arguments = Stream.concat(Stream.of("release-finalizers"), Stream.of(options)).toList();
    return story.tidemark(
        arguments,
        Map.of("KUBECONFIG", kubeconfig.toString(), "TIDEMARK_WATCH_NAMESPACES", "by-hand"));
  }

  private static Chart release() {
    var address = story.stack().temporal().address();
    var values = VALUES.formatted(address, story.shared().proxy().template());
    return Chart.release(work, NAMESPACE, values);
  }

  private static TidemarkServer serve(Chart chart) {
    var settings =
        new LinkedHashMap<>(Chart.environment(chart.resources(client(), "Deployment").get(0)));
    settings.put("KUBECONFIG", kubeconfig("tidemark"));
    return TidemarkServer.start(story.stack(), "uninstall", settings);
  }

  private static Snapshot take(String name, String job) {
    story.snapshots().apply(SNAPSHOT.formatted(name, job));
    return story.snapshots().await(name, "COMPLETED");
  }

  private static Job awaitJob() {
    return await("the hook")
        .until(
            () -> client().batch().v1().jobs().inNamespace(NAMESPACE).withName(UNINSTALL).get(),
            Objects::nonNull);
  }

  /** Runs what the job's pod would run, in the pod's namespace. */
  private static Execution run(Job job) {
    var environment = new LinkedHashMap<>(Chart.environment(job));
    environment.put("KUBECONFIG", kubeconfig(UNINSTALL));
    environment.put("KUBERNETES_NAMESPACE", NAMESPACE);
    return story.tidemark(Chart.arguments(job), environment);
  }

  /** Says what the job controller would say of a job that has succeeded. */
  private static void finish() {
    var now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    var job =
        new JobBuilder(awaitJob())
            .withNewStatus()
            .withSucceeded(1)
            .withStartTime(now)
            .withCompletionTime(now)
            .addNewCondition()
            .withType("SuccessCriteriaMet")
            .withStatus("True")
            .endCondition()
            .addNewCondition()
            .withType("Complete")
            .withStatus("True")
            .endCondition()
            .endStatus()
            .build();
    client().resource(job).updateStatus();
  }

  private static int replicas() {
    return client()
        .apps()
        .deployments()
        .inNamespace(NAMESPACE)
        .withName("tidemark")
        .get()
        .getSpec()
        .getReplicas();
  }

  /** Returns a pod as the Deployment would create it; it never runs. */
  private static Pod podOf(Chart chart) {
    var deployment = (Deployment) chart.resources(client(), "Deployment").get(0);
    var template = deployment.getSpec().getTemplate();
    return new PodBuilder()
        .withNewMetadata()
        .withNamespace(NAMESPACE)
        .withName("tidemark-1")
        .withLabels(template.getMetadata().getLabels())
        .endMetadata()
        .withSpec(template.getSpec())
        .build();
  }

  private static String kubeconfig(String account) {
    return story.stack().kubernetes().serviceAccountKubeconfig(NAMESPACE, account).toString();
  }

  private static KubernetesClient client() {
    return story.stack().kubernetes().client();
  }
}
