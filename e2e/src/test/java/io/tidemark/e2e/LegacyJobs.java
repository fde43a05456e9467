package io.tidemark.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.tidemark.dev.Waits;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/** The FlinkDeployments of one namespace, and the snapshots that their status records. */
final class LegacyJobs {
  static final String KEY = "kubernetes.operator.snapshot.resource.enabled";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final KubernetesClient client;
  private final Snapshots snapshots;
  private final String namespace;

  LegacyJobs(KubernetesClient client, Snapshots snapshots, String namespace) {
    this.client = client;
    this.snapshots = snapshots;
    this.namespace = namespace;
  }

  JsonNode get(String name) {
    return JSON.valueToTree(
        client
            .genericKubernetesResources("flink.apache.org/v1beta1", "FlinkDeployment")
            .inNamespace(namespace)
            .withName(name)
            .get());
  }

  JsonNode await(String name, String what, Predicate<JsonNode> condition) {
    return Waits.await(name + ": " + what).until(() -> get(name), condition);
  }

  /** Waits until the job is one that Tidemark knows, so that its next nonce takes a snapshot. */
  void awaitSeen(String name) {
    for (var type : List.of("savepoint", "checkpoint")) {
      await(name, "is seen", job -> annotation(job, type + "-trigger-nonce").contains("true"));
    }
  }

  void changeNonce(String name, String type, int nonce) {
    patch(name, "{\"spec\":{\"job\":{\"%sTriggerNonce\":%d}}}".formatted(type, nonce));
  }

  /** Turns snapshot resources of the job on or off. */
  void resources(String name, boolean on) {
    patch(name, "{\"spec\":{\"flinkConfiguration\":{\"%s\":\"%s\"}}}".formatted(KEY, on));
  }

  private void patch(String name, String json) {
    snapshots.kubectl("patch", "flinkdep", name, "--type=merge", "-p", json);
  }

  /** Waits until the history has so many entries, and the last snapshot is settled. */
  JsonNode awaitSettled(String name, int entries) {
    return await(
        name,
        entries + " savepoints",
        job -> history(job).size() >= entries && settled(job, "savepoint"));
  }

  static boolean settled(JsonNode job, String type) {
    return annotation(job, "legacy-" + type).contains("\"settled\":true");
  }

  static String annotation(JsonNode job, String name) {
    return job.at("/metadata/annotations").path("tidemark.io/" + name).asText();
  }

  static JsonNode savepoints(JsonNode job) {
    return job.at("/status/jobStatus/savepointInfo");
  }

  static List<JsonNode> history(JsonNode job) {
    var history = savepoints(job).path("savepointHistory");
    return StreamSupport.stream(history.spliterator(), false).toList();
  }

  /** The nonces of the savepoints in the history, oldest first. */
  static List<Integer> nonces(JsonNode job) {
    return history(job).stream().map(entry -> entry.path("triggerNonce").asInt()).toList();
  }
}
