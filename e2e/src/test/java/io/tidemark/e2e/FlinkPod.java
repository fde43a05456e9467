package io.tidemark.e2e;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.tidemark.dev.FlinkResources;
import io.tidemark.dev.Waits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs a Flink cluster in a pod of a node, with one job. Writes its FlinkDeployment {@code orders}
 * as the reference operator does.
 */
final class FlinkPod {
  private static final String NAMESPACE = "team-a";
  private static final String JOB = "5a1f3c7e00004000800000000a1b2c3d";
  private static final String POD = "deployment/orders-flink";
  private static final String METADATA = "metadata: {name: orders, namespace: %s}\n";

  private static final String RUN =
      """
      {"entryClass": "io.tidemark.dev.job.SampleJob", "jobId": "%s", "programArgsList":
       ["name=orders", "stateBytes=8192", "recordsPerSecond=5", "behaviour=/tmp/behaviour",
        "finishingSource=false"]}
      """;

  /** The Flink of team-a, by the name that its job has in another namespace. */
  private static final String ELSEWHERE =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: orders-rest, namespace: %1$s}
      spec: {ports: [{name: rest, port: 8081}]}
      ---
      apiVersion: discovery.k8s.io/v1
      kind: EndpointSlice
      metadata:
        name: orders-rest
        namespace: %1$s
        labels: {kubernetes.io/service-name: orders-rest}
      addressType: IPv4
      ports: [{name: rest, port: 8081}]
      endpoints: [{addresses: ["%2$s"]}]
      """;

  private final Node node;

  FlinkPod(Node node) {
    this.node = node;
  }

  /** Starts the pod and its job, and publishes the job. */
  void start() {
    node.apply(SharedStack.resource("node-flink.yaml"));
    kubectl("rollout", "status", POD, Waits.timeoutOption());
    exec("cp", "/opt/flink/sample-job.jar", "/tmp/upload/flink-web-upload/job.jar");
    var run = "/api/v1/namespaces/team-a/services/orders-rest:rest/proxy/jars/job.jar/run";
    node.kubectl("create", "--raw", run, "--filename=" + node.file(RUN.formatted(JOB)));
    publish(NAMESPACE);
  }

  /** Publishes the job in another namespace too, with a Service there. */
  void publishIn(String namespace) {
    var address = kubectl("get", "pods", "--selector=app=orders", path("{.items[0].status.podIP}"));
    node.apply(ELSEWHERE.formatted(namespace, address));
    publish(namespace);
  }

  /** Holds all snapshots of the job until {@link #release}. */
  void hold() {
    exec("bash", "-c", "echo held=true > /tmp/behaviour");
  }

  /** Lets snapshots that are held end. */
  void release() {
    exec("rm", "/tmp/behaviour");
  }

  /** Returns the names of the savepoint directories in the pod. */
  List<String> savepoints() {
    return exec("bash", "-c", "mkdir -p /tmp/savepoints; ls /tmp/savepoints").lines().toList();
  }

  /** Removes the pod from the Service, which has no endpoints then. */
  void removeFromService() {
    select("nobody");
  }

  /** Adds the pod to the Service again. */
  void addToService() {
    select("orders");
  }

  private void select(String app) {
    kubectl(
        "patch",
        "service",
        "orders-rest",
        "--patch={\"spec\":{\"selector\":{\"app\":\"" + app + "\"}}}");
  }

  private void publish(String namespace) {
    var manifest = SharedStack.resource("/io/tidemark/dev/flink-deployment.yaml");
    var in = "--namespace=" + namespace;
    node.apply(manifest + METADATA.formatted(namespace));
    var resource =
        Serialization.unmarshal(
            node.kubectl("get", "flinkdep", "orders", in, "--output=yaml"),
            GenericKubernetesResource.class);
    var status = Map.of("status", FlinkResources.deployed(resource, JOB, "orders"));
    var patch = "--patch=" + Serialization.asJson(status);
    node.kubectl("patch", "flinkdep", "orders", in, "--subresource=status", "--type=merge", patch);
  }

  private String exec(String... command) {
    var words = new ArrayList<>(List.of("exec", POD, "--"));
    words.addAll(List.of(command));
    return kubectl(words.toArray(String[]::new));
  }

  private String kubectl(String... arguments) {
    var words = new ArrayList<>(List.of(arguments));
    words.add(1, "--namespace=" + NAMESPACE);
    return node.kubectl(words.toArray(String[]::new));
  }

  private static String path(String jsonPath) {
    return "--output=jsonpath=" + jsonPath;
  }
}
