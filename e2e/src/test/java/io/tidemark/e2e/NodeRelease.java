package io.tidemark.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.dev.Waits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * Installs, changes and reads the chart's release {@code tidemark} on a node, with helm and
 * kubectl.
 */
final class NodeRelease {
  /** The label selector of the server's pods. */
  static final String SERVERS = "--selector=app.kubernetes.io/component=server";

  private static final String NAMESPACE = "--namespace=tidemark";

  private final Node node;
  private final Path chart;

  /**
   * @param work a folder for the packed chart
   */
  NodeRelease(Node node, Path work) {
    this.node = node;
    chart = Chart.release(work, "tidemark", "{}").directory();
  }

  /** Installs the CRDs, as the Flink operator would have done. */
  void installCrds() {
    node.kubectl("apply", "--server-side", "--filename=" + chart.resolve("crd-files"));
  }

  /** Installs the chart, or changes its values, and waits until all pods are ready. */
  void deploy(String values) {
    tryToDeploy(values, Waits.timeoutOption()).successful();
  }

  /** Does the same with a timeout that is expected to be too short, and returns the result. */
  Execution tryToDeploy(String values, String timeout) {
    return helm(
        "upgrade",
        "tidemark",
        chart.toString(),
        "--install",
        "--values=" + node.file(values),
        "--wait",
        timeout);
  }

  /** Runs helm in the release's namespace. */
  Execution helm(String... words) {
    var command = new ArrayList<>(List.of("helm"));
    command.addAll(List.of(words));
    command.add(NAMESPACE);
    return node.run(command.toArray(String[]::new));
  }

  /** Returns the output of kubectl in the release's namespace. */
  String kubectl(String... words) {
    var command = new ArrayList<>(List.of(words));
    command.add(1, NAMESPACE);
    return node.kubectl(command.toArray(String[]::new));
  }

  /** Returns the server's pods that are not being deleted. */
  List<JsonNode> servers() {
    var pods = node.json("get", "pods", SERVERS, NAMESPACE).get("items");
    return StreamSupport.stream(pods.spliterator(), false)
        .filter(pod -> pod.at("/metadata/deletionTimestamp").isMissingNode())
        .toList();
  }

  /** Returns the number of the server's pods that are ready. */
  long ready() {
    return servers().stream()
        .filter(pod -> pod.at("/status/containerStatuses/0/ready").asBoolean())
        .count();
  }

  /** Waits until some of the server's pods, and no others, are ready. */
  void awaitReady(int pods) {
    Waits.await(pods + " servers to be ready").until(() -> ready() == pods);
  }

  /** Kills all of the server's pods at once. */
  void kill() {
    kubectl("delete", "pods", SERVERS, "--force", "--grace-period=0");
  }

  /** Returns how often containers of the server's pods were started again. */
  int restarts() {
    return servers().stream()
        .mapToInt(pod -> pod.at("/status/containerStatuses/0/restartCount").asInt())
        .sum();
  }

  /** Returns the messages of the Warning events on the server's pods. */
  List<String> warnings() {
    var pods = servers().stream().map(pod -> pod.at("/metadata/name").asText()).toList();
    var events = node.json("get", "events", "--field-selector=type=Warning", NAMESPACE);
    return StreamSupport.stream(events.get("items").spliterator(), false)
        .filter(event -> pods.contains(event.at("/involvedObject/name").asText()))
        .map(event -> event.get("message").asText())
        .toList();
  }

  /** Returns the log of the server's pods, each line as it is. */
  List<String> log() {
    return kubectl("logs", SERVERS, "--tail=-1").lines().toList();
  }
}
