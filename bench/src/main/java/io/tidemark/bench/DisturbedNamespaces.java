package io.tidemark.bench;

import static java.util.stream.Collectors.joining;

import io.tidemark.dev.DevStack;
import io.tidemark.dev.Kubectl;
import io.tidemark.dev.SnapshotWebhook;
import io.tidemark.dev.TidemarkServer;
import io.tidemark.dev.Waits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Watched namespaces beside the measured one, each with a job and snapshots of its own, and what
 * goes wrong for them. Tidemark has a service account with rights in each namespace.
 */
final class DisturbedNamespaces implements AutoCloseable {
  private static final String MEASURED = "default";
  private static final String DELETED = "deleted";
  private static final String RIGHTS_REMOVED = "rights-removed";
  private static final String REFUSED = "refused";
  private static final String JOB = "neighbour";
  private static final String SNAPSHOT =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkStateSnapshot
      metadata: {name: neighbour-%d, annotations: {tidemark.io/start-deadline: "0"}}
      spec:
        jobReference: {kind: FlinkDeployment, name: neighbour}
        savepoint: {}
      ---
      """;

  private final DevStack stack;
  private final int snapshots;
  private final Kubectl kubectl;

  /**
   * @param snapshots in each of the namespaces
   */
  DisturbedNamespaces(DevStack stack, int snapshots) {
    this.stack = stack;
    this.snapshots = snapshots;
    this.kubectl = new Kubectl(stack.kubernetes().kubeconfig());
    stack.kubernetes().controllerManager().start();
    for (var namespace : List.of(DELETED, RIGHTS_REMOVED, REFUSED)) {
      stack.kubernetes().createNamespace(namespace);
    }
    for (var namespace : List.of(MEASURED, DELETED, RIGHTS_REMOVED, REFUSED)) {
      grant(namespace);
    }
    var reader = "namespace-reader";
    kubectl.run("create", "clusterrole", reader, "--verb=get", "--resource=namespaces");
    bind("clusterrolebinding", reader);
  }

  /**
   * Something that goes wrong.
   *
   * @param name what to call it in the report
   * @param prepare brings the neighbours to where it meets them
   * @param begin lets it go wrong; running what it returns ends it
   */
  record Disturbance(String name, Runnable prepare, Supplier<Runnable> begin) {}

  /** The settings of a Tidemark that serves all of the namespaces. */
  Map<String, String> settings() {
    return Map.of(
        "KUBECONFIG",
        stack.kubernetes().serviceAccountKubeconfig(MEASURED, "tidemark").toString(),
        "TIDEMARK_LEASE_NAMESPACE",
        MEASURED,
        "TIDEMARK_WATCH_NAMESPACES",
        String.join(",", MEASURED, DELETED, RIGHTS_REMOVED, REFUSED));
  }

  /** Nothing first, to compare with, and once more; a deleted namespace does not come back. */
  List<Disturbance> disturbances() {
    return List.of(
        new Disturbance("alone", () -> {}, () -> () -> {}),
        new Disturbance("beside a webhook", () -> awaitWaiting(REFUSED), this::refuse),
        new Disturbance(
            "a RoleBinding removed", () -> awaitWaiting(RIGHTS_REMOVED), this::removeRights),
        new Disturbance("a second cluster", () -> {}, this::startSecondCluster),
        new Disturbance("alone again", () -> {}, () -> () -> {}),
        new Disturbance("a namespace deleted", this::awaitSavepoints, this::delete));
  }

  @Override
  public void close() {
    stack.kubernetes().controllerManager().kill();
  }

  /** The job of waiting snapshots goes, and the webhook then refuses each change of theirs. */
  private Runnable refuse() {
    var webhook = SnapshotWebhook.register(stack.kubernetes().client(), REFUSED);
    kubectl.run("-n", REFUSED, "delete", "flinkdep", JOB);
    return webhook::close;
  }

  private Runnable removeRights() {
    kubectl.run("-n", RIGHTS_REMOVED, "delete", "rolebinding", "tidemark");
    return () -> grant(RIGHTS_REMOVED);
  }

  /** One installation with a task queue of its own, and one that finds that of another cluster. */
  private Runnable startSecondCluster() {
    var second = DevStack.builder().kubernetes().start();
    second.resources().publishDeployment(MEASURED, JOB, stack.flink().jobs().get(0));
    var served = TidemarkServer.start(stack, "second", of(second, "second"));
    var wrong = TidemarkServer.startUnready(stack, "wrong", of(second, "tidemark"));
    return () -> {
      wrong.close();
      served.close();
      second.close();
    };
  }

  private static Map<String, String> of(DevStack cluster, String taskQueue) {
    return Map.of(
        "KUBECONFIG",
        cluster.kubernetes().kubeconfig().toString(),
        "TIDEMARK_LEADER_ELECTION",
        "false",
        "TIDEMARK_TASK_QUEUE",
        taskQueue);
  }

  /** It may lose its RoleBinding before its snapshots, and then waits for their finalizers. */
  private Runnable delete() {
    kubectl.run("delete", "namespace", DELETED, "--wait=false");
    return () -> {};
  }

  private void awaitSavepoints() {
    publish(DELETED, "RUNNING");
    await(DELETED, "COMPLETED");
  }

  private void awaitWaiting(String namespace) {
    publish(namespace, "RECONCILING");
    await(namespace, "TRIGGER_PENDING");
  }

  private void publish(String namespace, String state) {
    stack.resources().publishDeployment(namespace, JOB, stack.flink().jobs().get(0), state);
  }

  private void await(String namespace, String state) {
    var yaml = IntStream.range(0, snapshots).mapToObj(SNAPSHOT::formatted).collect(joining());
    kubectl.runWithInput(yaml, "-n", namespace, "apply", "-f", "-");
    kubectl.run(
        "-n",
        namespace,
        "wait",
        "--for=jsonpath={.status.state}=" + state,
        "flinksnp",
        "--all",
        Waits.timeoutOption());
  }

  private void grant(String namespace) {
    bind("rolebinding", "cluster-admin", "-n", namespace);
  }

  private void bind(String kind, String role, String... where) {
    var words =
        new ArrayList<>(
            List.of(
                "create",
                kind,
                "tidemark",
                "--clusterrole=" + role,
                "--serviceaccount=" + MEASURED + ":tidemark"));
    words.addAll(List.of(where));
    kubectl.run(words.toArray(String[]::new));
  }
}
