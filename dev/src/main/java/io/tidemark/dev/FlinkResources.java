package io.tidemark.dev;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes the resources of Flink jobs: either as the reference operator does, with their status, or
 * without one, as stand-ins whose status Tidemark learns from Flink (M4).
 */
public final class FlinkResources {
  private static final Map<String, ?> DEPLOYED =
      Map.of(
          "jobManagerDeploymentStatus",
          "READY",
          "taskManager",
          Map.of("labelSelector", "component=taskmanager", "replicas", 1));

  private final KubernetesClient client;

  /** Writes with the rights of this client. */
  public FlinkResources(KubernetesClient client) {
    this.client = client;
  }

  /** Creates the FlinkDeployment of a RUNNING job, or points an existing one at it. */
  public void publishDeployment(String namespace, String name, FlinkJob job) {
    publishDeployment(namespace, name, job, "RUNNING");
  }

  /** Creates or changes a FlinkDeployment; its status shows the job in this state. */
  public void publishDeployment(String namespace, String name, FlinkJob job, String state) {
    publish(read("flink-deployment.yaml", namespace, name), job, state, DEPLOYED);
  }

  /** Creates or changes a FlinkSessionJob; its status shows the job in this state. */
  public void publishSessionJob(
      String namespace, String name, String deployment, FlinkJob job, String state) {
    publish(sessionJob(namespace, name, deployment), job, state, Map.of());
  }

  /** Creates or changes the FlinkDeployment of a job, whose status is left to Tidemark. */
  public void declareDeployment(String namespace, String name, FlinkJob job) {
    declare(read("flink-deployment.yaml", namespace, name), job);
  }

  /** Creates or changes a FlinkSessionJob that observes a job, whose status is left to Tidemark. */
  public void declareSessionJob(String namespace, String name, String deployment, FlinkJob job) {
    declare(sessionJob(namespace, name, deployment), job);
  }

  private void declare(GenericKubernetesResource resource, FlinkJob job) {
    resource.getMetadata().setAnnotations(Map.of("tidemark.io/job-id", job.id()));
    client.resource(resource).forceConflicts().serverSideApply();
  }

  private static GenericKubernetesResource sessionJob(
      String namespace, String name, String deployment) {
    var sessionJob = read("flink-session-job.yaml", namespace, name);
    Map<String, Object> spec = sessionJob.get("spec");
    spec.put("deploymentName", deployment);
    return sessionJob;
  }

  private void publish(
      GenericKubernetesResource resource, FlinkJob job, String state, Map<String, ?> more) {
    client.resource(resource).forceConflicts().serverSideApply();
    client
        .resource(resource)
        .editStatus(
            current -> {
              var status = status(current, job.id(), job.name(), state);
              status.putAll(more);
              current.setAdditionalProperty("status", status);
              return current;
            });
  }

  /** Returns the status that the reference operator writes about a job of a FlinkDeployment. */
  public static Map<String, Object> deployed(
      GenericKubernetesResource resource, String jobId, String jobName) {
    var status = status(resource, jobId, jobName, "RUNNING");
    status.putAll(DEPLOYED);
    return status;
  }

  private static Map<String, Object> status(
      GenericKubernetesResource resource, String jobId, String jobName, String state) {
    var status = new LinkedHashMap<String, Object>();
    status.put("observedGeneration", resource.getMetadata().getGeneration());
    status.put("lifecycleState", "STABLE");
    status.put("jobStatus", jobStatus(jobId, jobName, state));
    status.put("reconciliationStatus", reconciliationStatus(resource));
    return status;
  }

  private static Map<String, Object> jobStatus(String jobId, String jobName, String state) {
    var now = Long.toString(Instant.now().toEpochMilli());
    return Map.of(
        "jobId", jobId,
        "jobName", jobName,
        "state", state,
        "startTime", now,
        "updateTime", now);
  }

  private static Map<String, Object> reconciliationStatus(GenericKubernetesResource resource) {
    var metadata = Map.of("apiVersion", resource.getApiVersion());
    var reconciled = json(Map.of("spec", resource.get("spec"), "resource_metadata", metadata));
    return Map.of(
        "state",
        "DEPLOYED",
        "reconciliationTimestamp",
        Instant.now().toEpochMilli(),
        "lastReconciledSpec",
        reconciled,
        "lastStableSpec",
        reconciled);
  }

  private static String json(Map<String, ?> value) {
    try {
      return Http.JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static GenericKubernetesResource read(String file, String namespace, String name) {
    var resource = Serialization.unmarshal(Resources.text(file), GenericKubernetesResource.class);
    resource.setMetadata(new ObjectMetaBuilder().withNamespace(namespace).withName(name).build());
    return resource;
  }
}
