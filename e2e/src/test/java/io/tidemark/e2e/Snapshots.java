package io.tidemark.e2e;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.tidemark.dev.Kubectl;
import io.tidemark.dev.Waits;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The snapshots of one namespace, as a user with kubectl sees and changes them. */
final class Snapshots {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final KubernetesClient client;
  private final Kubectl kubectl;
  private final String namespace;

  Snapshots(KubernetesClient client, Kubectl kubectl, String namespace) {
    this.client = client;
    this.kubectl = kubectl;
    this.namespace = namespace;
  }

  /** Runs kubectl in the namespace. */
  String kubectl(String... arguments) {
    return kubectl.run(inNamespace(arguments));
  }

  /** {@code kubectl apply -f -}. */
  void apply(String yaml) {
    var unused = kubectl.runWithInput(yaml, inNamespace("apply", "-f", "-"));
  }

  /** {@code kubectl create -f -}, half of the requests of {@link #apply}. */
  void create(String yaml) {
    var unused = kubectl.runWithInput(yaml, inNamespace("create", "-f", "-"));
  }

  /** {@code kubectl delete}, which waits until the resource is gone. */
  void delete(String name) {
    kubectl("delete", "flinksnp", name, Waits.timeoutOption());
  }

  Optional<Snapshot> find(String name) {
    return Optional.ofNullable(resource(name).get())
        .map(found -> new Snapshot(JSON.valueToTree(found)));
  }

  Snapshot get(String name) {
    return find(name).orElseThrow();
  }

  /** The snapshots with this label. */
  List<Snapshot> labelled(String label, String value) {
    return client
        .genericKubernetesResources("flink.apache.org/v1beta1", "FlinkStateSnapshot")
        .inNamespace(namespace)
        .withLabel(label, value)
        .list()
        .getItems()
        .stream()
        .map(found -> new Snapshot(JSON.valueToTree(found)))
        .toList();
  }

  /** Waits for a state, and for no other that is an end. */
  Snapshot await(String name, String state) {
    var seen = await(name, state, it -> it.ended() || it.state().equals(state));
    if (!seen.state().equals(state)) {
      throw new AssertionError("%s is not %s but %s".formatted(name, state, seen.json()));
    }
    return seen;
  }

  Snapshot await(String name, String what, Predicate<Snapshot> condition) {
    return Waits.await(name + ": " + what).until(() -> get(name), condition);
  }

  void awaitGone(String name) {
    Waits.await(name + " is gone").until(() -> find(name).isEmpty());
  }

  /** Waits for an event with this reason on the snapshot. */
  Event awaitEvent(String name, String reason) {
    return Waits.await(reason + " on " + name)
        .until(() -> events(name, reason), events -> !events.isEmpty())
        .get(0);
  }

  /** The events with this reason on the snapshot. */
  List<Event> events(String name, String reason) {
    return client
        .v1()
        .events()
        .inNamespace(namespace)
        .withField("involvedObject.name", name)
        .withField("reason", reason)
        .list()
        .getItems();
  }

  /** The resource for further requests. */
  Resource<GenericKubernetesResource> resource(String name) {
    return client
        .genericKubernetesResources("flink.apache.org/v1beta1", "FlinkStateSnapshot")
        .inNamespace(namespace)
        .withName(name);
  }

  private String[] inNamespace(String... arguments) {
    return Stream.concat(Stream.of("-n", namespace), Stream.of(arguments)).toArray(String[]::new);
  }
}
