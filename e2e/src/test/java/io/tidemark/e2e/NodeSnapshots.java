package io.tidemark.e2e;

import io.tidemark.dev.Waits;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Takes, reads and deletes snapshots of the job {@code orders} in one namespace of a node. */
final class NodeSnapshots {
  private static final String SNAPSHOT =
      """
      ---
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkStateSnapshot
      metadata: {name: %s, namespace: %s}
      spec: {savepoint: {}, jobReference: {kind: FlinkDeployment, name: orders}}
      """;

  private final Node node;
  private final String namespace;

  NodeSnapshots(Node node, String namespace) {
    this.node = node;
    this.namespace = namespace;
  }

  /** Creates resources that ask for savepoints. */
  void create(List<String> names) {
    node.apply(
        names.stream()
            .map(name -> SNAPSHOT.formatted(name, namespace))
            .collect(Collectors.joining()));
  }

  /** Takes a savepoint, and returns its resource. */
  Snapshot take(String name) {
    create(List.of(name));
    return completed(List.of(name)).get(0);
  }

  /** Waits until snapshots are completed, and returns them. */
  List<Snapshot> completed(List<String> names) {
    await(names, "COMPLETED");
    return all().stream().filter(it -> names.contains(it.text("/metadata/name"))).toList();
  }

  /** Waits until each of some snapshots has a state. */
  void await(List<String> names, String state) {
    var words = new ArrayList<>(List.of("--for=jsonpath={.status.state}=" + state));
    names.forEach(name -> words.add("flinksnp/" + name));
    words.add(Waits.timeoutOption());
    kubectl("wait", words.toArray(String[]::new));
  }

  /** Deletes a snapshot, and waits until it is gone. */
  void delete(String name) {
    kubectl("delete", "flinksnp", name, Waits.timeoutOption());
  }

  /** Returns all snapshots of the namespace. */
  List<Snapshot> all() {
    var items = node.json("get", "flinksnp", "--namespace=" + namespace).get("items");
    return StreamSupport.stream(items.spliterator(), false).map(Snapshot::new).toList();
  }

  /** Returns the reasons of the events of a snapshot. */
  List<String> reasons(String name) {
    var of = "--field-selector=involvedObject.name=" + name;
    return kubectl(
            "get", "events", of, "--output=jsonpath={range .items[*]}{.reason}{\"\\n\"}{end}")
        .lines()
        .toList();
  }

  private String kubectl(String command, String... words) {
    var all = new ArrayList<>(List.of(command, "--namespace=" + namespace));
    all.addAll(List.of(words));
    return node.kubectl(all.toArray(String[]::new));
  }
}
