package io.tidemark.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.tidemark.dev.DevStack;
import io.tidemark.dev.Waits;
import io.tidemark.workflow.model.SavepointPath;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A FlinkDeployment and a COMPLETED savepoint of it, as etcd stores what the API server and
 * Tidemark have written, managed fields included. Copies differ in names, ids and paths.
 *
 * @param job the FlinkDeployment
 * @param snapshot the FlinkStateSnapshot
 */
record JobTemplate(String job, String snapshot) {
  /** The numbers of jobs and snapshots that are copied. */
  static final int JOBS = 1;

  static final int SNAPSHOTS = 1;
  private static final String KEY = "/registry/flink.apache.org/%s/%s/%s";
  private static final String NAMESPACE = "scale-template";
  private static final String JOB = "template-job";
  private static final String SNAPSHOT = "template-snapshot";

  /** It is due once in a century, so that the schedules only exist. */
  private static final Map<String, String> SCHEDULE =
      Map.of("tidemark.io/periodic-savepoint", "36500 d");

  /**
   * A resource to be written.
   *
   * @param key in etcd
   * @param json the value
   */
  record Copy(String key, String json) {
    /** The savepoint that a snapshot records. */
    String path() {
      return Etcd.read(json).at("/status/path").asText();
    }
  }

  /** Takes one savepoint of one job; Tidemark has to run. */
  static JobTemplate create(DevStack stack, Etcd etcd) {
    var kubernetes = stack.kubernetes().client();
    var flinkJob = SimulatedFlink.job(NAMESPACE, JOB);
    stack.kubernetes().createNamespace(NAMESPACE);
    stack.resources().publishDeployment(NAMESPACE, JOB, flinkJob);
    try (var route = new ThroughTidemark(kubernetes, NAMESPACE, SNAPSHOT, Waits.LIMIT)) {
      route.takeSavepoint(flinkJob);
    }
    kubernetes
        .genericKubernetesResources("flink.apache.org/v1beta1", "FlinkDeployment")
        .inNamespace(NAMESPACE)
        .withName(JOB)
        .edit(JobTemplate::withSchedule);
    return new JobTemplate(
        etcd.get(KEY.formatted("flinkdeployments", NAMESPACE, JOB)),
        etcd.get(KEY.formatted("flinkstatesnapshots", NAMESPACE, SNAPSHOT + "-1")));
  }

  /** Returns a copy of the job. */
  Copy job(String namespace, String name) {
    return new Copy(
        KEY.formatted("flinkdeployments", namespace, name), renamed(job, namespace, name));
  }

  /** Returns a copy of the snapshot, with a savepoint of its own, for a copy of the job. */
  Copy snapshot(String namespace, String jobName, String name) {
    var trigger = snapshotField("/status/path").replaceFirst(".*/", "");
    var uid = uid(namespace + "/" + name);
    var oldUid = snapshotField("/metadata/uid");
    var json =
        renamed(snapshot, namespace, jobName)
            .replace(SNAPSHOT + "-1", name)
            .replace(oldUid, uid)
            .replace(inWorkflowId(oldUid), inWorkflowId(uid))
            .replace(trigger, uid("trigger of " + namespace + "/" + name).replace("-", ""));
    var path = SavepointPath.of(new Copy("", json).path());
    return new Copy(
        KEY.formatted("flinkstatesnapshots", namespace, name),
        json.replace(snapshotField("/metadata/labels/tidemark.io~1path-hash"), path.hash()));
  }

  private String renamed(String json, String namespace, String name) {
    return json.replace(NAMESPACE, namespace)
        .replace(JOB, name)
        .replace(Etcd.read(job).at("/metadata/uid").asText(), uid(namespace + "/" + name))
        .replace(SimulatedFlink.job(NAMESPACE, JOB).id(), SimulatedFlink.job(namespace, name).id());
  }

  private String snapshotField(String pointer) {
    return Optional.of(Etcd.read(snapshot).at(pointer).asText())
        .filter(value -> !value.isEmpty())
        .orElseThrow(() -> new IllegalStateException("no " + pointer + " in " + snapshot));
  }

  /** Without it, Tidemark would see copies of another cluster's snapshots (R22). */
  private static String inWorkflowId(String uid) {
    return "/" + uid.substring(0, uid.indexOf('-'));
  }

  private static String uid(String text) {
    return UUID.nameUUIDFromBytes(text.getBytes(UTF_8)).toString();
  }

  private static GenericKubernetesResource withSchedule(GenericKubernetesResource job) {
    var annotations = new HashMap<>(SCHEDULE);
    Optional.ofNullable(job.getMetadata().getAnnotations()).ifPresent(annotations::putAll);
    job.getMetadata().setAnnotations(annotations);
    return job;
  }
}
