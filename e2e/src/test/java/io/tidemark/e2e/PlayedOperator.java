package io.tidemark.e2e;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Plays the Flink operator for the session jobs of a namespace that have its label, as far as
 * others see it: its finalizer, its status, and the end of the job of a deleted resource.
 */
final class PlayedOperator implements AutoCloseable {
  static final String FINALIZER = "flinksessionjobs.flink.apache.org/finalizer";
  private static final String LABEL = "managed-by";
  private static final String NAME = "flink-operator";
  private static final String API_VERSION = "flink.apache.org/v1beta1";
  private static final String JOB =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkSessionJob
      metadata:
        name: %1$s
        labels: {managed-by: flink-operator}
        finalizers: [flinksessionjobs.flink.apache.org/finalizer]
      spec:
        deploymentName: %2$s
        job:
          jarURI: %3$s
          args: ["name=%1$s"]
          parallelism: 1
          upgradeMode: savepoint
          state: running
      """;

  /** As the operator writes it: all fields of its class, with the mode of the first start. */
  private static final String SPEC =
      """
      {"spec":{"job":{"jarURI":"%3$s","parallelism":1,"entryClass":null,"args":["name=%1$s"],\
      "state":"%4$s","savepointTriggerNonce":null,"initialSavepointPath":null,\
      "checkpointTriggerNonce":null,"upgradeMode":"stateless","allowNonRestoredState":null,\
      "savepointRedeployNonce":null,"autoscalerResetNonce":null},"restartNonce":null,\
      "flinkConfiguration":{},"deploymentName":"%2$s"},\
      "resource_metadata":{"apiVersion":"flink.apache.org/v1beta1","firstDeployment":true}}""";

  private static final String STABLE =
      """
      {"status": {"lifecycleState": "STABLE", "observedGeneration": 1,
        "jobStatus": {"jobId": "%1$s", "jobName": "%2$s", "state": "RUNNING",
          "startTime": "1795764573103", "updateTime": "1795764573148",
          "savepointInfo": {"savepointHistory": [], "lastPeriodicSavepointTimestamp": 0},
          "checkpointInfo": {"lastPeriodicCheckpointTimestamp": 0}},
        "reconciliationStatus": {"reconciliationTimestamp": 1795764568336, "state": "DEPLOYED",
          "lastReconciledSpec": %3$s, "lastStableSpec": %3$s}}}
      """;

  /** Before the answer to its POST, when the spec is recorded as suspended. */
  private static final String UPGRADING =
      """
      {"status": {"lifecycleState": "UPGRADING", "observedGeneration": 1,
        "jobStatus": {"jobId": "%1$s", "state": "RECONCILING",
          "savepointInfo": {"savepointHistory": [], "lastPeriodicSavepointTimestamp": 0},
          "checkpointInfo": {"lastPeriodicCheckpointTimestamp": 0}},
        "reconciliationStatus": {"reconciliationTimestamp": 1795764568336, "state": "UPGRADING",
          "lastReconciledSpec": %3$s}}}
      """;

  private final Story story;
  private final SharedIndexInformer<GenericKubernetesResource> informer;

  private PlayedOperator(Story story) {
    this.story = story;
    this.informer =
        story
            .stack()
            .kubernetes()
            .client()
            .genericKubernetesResources(API_VERSION, "FlinkSessionJob")
            .inNamespace(story.namespace())
            .withLabel(LABEL, NAME)
            .inform(new Handler());
  }

  static PlayedOperator in(Story story) {
    return new PlayedOperator(story);
  }

  /** Runs a session job on the cluster of a FlinkDeployment, and returns its job id. */
  String run(String name, String deployment) {
    return run(name, deployment, STABLE, "running");
  }

  /** Runs a session job, and ends before it knows of that; returns its job id. */
  String runUnseen(String name, String deployment) {
    return run(name, deployment, UPGRADING, "suspended");
  }

  private String run(String name, String deployment, String status, String reached) {
    var jobId = UUID.randomUUID().toString().replace("-", "");
    var jar = story.stack().jars().countingJob(1).toString();
    var program = story.stack().jars().folder().resolve("counting-1.jar");
    story.stack().flink().run(program, jobId, List.of("name=" + name));
    story.snapshots().apply(JOB.formatted(name, deployment, jar));
    var spec = '"' + SPEC.formatted(name, deployment, jar, reached).replace("\"", "\\\"") + '"';
    story
        .snapshots()
        .kubectl(
            "patch",
            "flinksessionjob",
            name,
            "--subresource=status",
            "--type=merge",
            "-p",
            status.formatted(jobId, name, spec));
    return jobId;
  }

  @Override
  public void close() {
    informer.close();
  }

  private final class Handler implements ResourceEventHandler<GenericKubernetesResource> {
    @Override
    public void onAdd(GenericKubernetesResource job) {
      var finalizers = job.getMetadata().getFinalizers();
      if (job.getMetadata().getDeletionTimestamp() != null) {
        end(job);
      } else if (!finalizers.contains(FINALIZER)) {
        edit(job, all -> Stream.concat(all.stream(), Stream.of(FINALIZER)).toList());
      }
    }

    @Override
    public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource job) {
      onAdd(job);
    }

    @Override
    public void onDelete(GenericKubernetesResource job, boolean unknown) {
      // The label was removed, or the resource is gone.
    }

    private void end(GenericKubernetesResource job) {
      if (job.getMetadata().getFinalizers().contains(FINALIZER)) {
        story.stack().flink().cancel(job.<String>get("status", "jobStatus", "jobId"));
        edit(job, all -> all.stream().filter(it -> !it.equals(FINALIZER)).toList());
      }
    }

    private void edit(GenericKubernetesResource job, UnaryOperator<List<String>> change) {
      var unused =
          story
              .resource("FlinkSessionJob", job.getMetadata().getName())
              .edit(
                  current -> {
                    var metadata = current.getMetadata();
                    metadata.setFinalizers(new ArrayList<>(change.apply(metadata.getFinalizers())));
                    return current;
                  });
    }
  }
}
