package io.tidemark.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.tidemark.dev.DevStack;
import io.tidemark.dev.FlinkCluster;
import io.tidemark.dev.Waits;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The session jobs of one namespace, as users see them by kubectl and in Flink. */
final class SessionJobs {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> ENDED = List.of("CANCELED", "FINISHED", "FAILED");
  private static final String SESSION_CLUSTER =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkDeployment
      metadata: {name: %s}
      spec: {flinkConfiguration: {state.savepoints.dir: "%s"}}
      """;

  private final DevStack stack;
  private final FlinkCluster flink;
  private final Snapshots kubernetes;
  private final String namespace;

  SessionJobs(DevStack stack, FlinkCluster flink, Snapshots kubernetes, String namespace) {
    this.stack = stack;
    this.flink = flink;
    this.kubernetes = kubernetes;
    this.namespace = namespace;
  }

  /** Creates the FlinkDeployment that stands for the session cluster. */
  void createCluster(String name) {
    kubernetes.apply(
        SESSION_CLUSTER.formatted(name, flink.savepointDirectory().toUri().toString()));
  }

  /** Merges a patch into the job's {@code spec.job}. */
  void patchJob(String name, String json) {
    patch(name, "{\"spec\":{\"job\":" + json + "}}");
  }

  void patch(String name, String json) {
    kubernetes.kubectl("patch", "flinksessionjob", name, "--type=merge", "-p", json);
  }

  /** Deletes the resource, and waits until it is gone. */
  void delete(String name) {
    kubernetes.kubectl("delete", "flinksessionjob", name, Waits.timeoutOption());
  }

  boolean exists(String name) {
    return resource(name).get() != null;
  }

  JsonNode get(String name) {
    return JSON.valueToTree(resource(name).get());
  }

  /** Waits until the last change of the spec has led to this lifecycle state. */
  JsonNode await(String name, String lifecycle) {
    return await(
        name,
        lifecycle,
        job ->
            job.at("/status/lifecycleState").asText().equals(lifecycle)
                && job.at("/status/observedGeneration").asLong()
                    == job.at("/metadata/generation").asLong());
  }

  JsonNode await(String name, String what, Predicate<JsonNode> condition) {
    return Waits.await(name + ": " + what).until(() -> get(name), condition);
  }

  /** Waits for an event with this reason, and returns its message. */
  String awaitEvent(String name, String reason) {
    return Waits.await(reason + " on " + name)
        .until(() -> events(name, reason), events -> !events.isEmpty())
        .get(0)
        .getMessage();
  }

  List<Event> events(String name, String reason) {
    return kubernetes.events(name, reason);
  }

  static String jobId(JsonNode job) {
    return job.at("/status/jobStatus/jobId").asText();
  }

  static String savepoint(JsonNode job) {
    return job.at("/status/jobStatus/upgradeSavepointPath").asText();
  }

  String workflowId(String name) {
    var uid = resource(name).get().getMetadata().getUid();
    return "job/" + namespace + "/" + name + "/" + uid.substring(0, 8);
  }

  /** Returns the count that a run of the job has started with. */
  long restoredCount(String jobId) {
    return counter(jobId, "restored");
  }

  /** Waits until the job has counted that far, and returns its count. */
  long awaitCount(String jobId, long least) {
    return Waits.await(jobId + " has counted to " + least)
        .until(() -> counter(jobId, "count"), count -> count >= least);
  }

  /** Waits until the job has reported its count, and returns what it has started with. */
  long awaitRestoredCount(String jobId) {
    var unused =
        Waits.await(jobId + " counts")
            .until(() -> accumulator(jobId, "count").isPresent(), Boolean::booleanValue);
    return restoredCount(jobId);
  }

  /** Waits until Flink's statistics show what a run of the job was restored from: 3 s late. */
  String awaitRestoredPath(String jobId) {
    return Waits.await(jobId + " was restored")
        .until(() -> restoredPath(jobId), path -> !path.isEmpty());
  }

  private String restoredPath(String jobId) {
    return flink
        .answer("/jobs/" + jobId + "/checkpoints")
        .at("/latest/restored/external_path")
        .asText();
  }

  private long counter(String jobId, String name) {
    return accumulator(jobId, name).orElse(0L);
  }

  private Optional<Long> accumulator(String jobId, String name) {
    var all = flink.answer("/jobs/" + jobId + "/accumulators").path("user-task-accumulators");
    return StreamSupport.stream(all.spliterator(), false)
        .filter(one -> one.path("name").asText().equals(name))
        .map(one -> Long.parseLong(one.path("value").asText()))
        .findFirst();
  }

  /** Returns Flink's state of a job. */
  String state(String jobId) {
    return overview()
        .filter(job -> job.path("jid").asText().equals(jobId))
        .map(job -> job.path("state").asText())
        .findFirst()
        .orElse("UNKNOWN");
  }

  /** Waits until Flink shows the job in this state; its REST endpoint may be starting. */
  void awaitState(String jobId, String state) {
    Waits.await(jobId + " is " + state).ignoreExceptions().until(() -> state(jobId).equals(state));
  }

  /** Returns the ids of all jobs of the cluster with this name that have not ended. */
  List<String> running(String jobName) {
    return overview()
        .filter(job -> job.path("name").asText().equals(jobName))
        .filter(job -> !ENDED.contains(job.path("state").asText()))
        .map(job -> job.path("jid").asText())
        .toList();
  }

  /** The only view of the jobs that is always current. */
  private Stream<JsonNode> overview() {
    var all = flink.answer("/jobs/overview").path("jobs");
    return StreamSupport.stream(all.spliterator(), false);
  }

  private Resource<GenericKubernetesResource> resource(String name) {
    return stack
        .kubernetes()
        .client()
        .genericKubernetesResources("flink.apache.org/v1beta1", "FlinkSessionJob")
        .inNamespace(namespace)
        .withName(name);
  }
}
