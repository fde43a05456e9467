package io.tidemark.bench;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.tidemark.dev.DevStack;
import io.tidemark.dev.Waits;
import java.util.concurrent.TimeUnit;

/** Changes a FlinkSessionJob, and waits until its status has another job that is stable. */
final class UpgradesThroughTidemark implements UpgradeRoute {
  private static final String API = "flink.apache.org/v1beta1";
  private static final String NAMESPACE = "default";
  private static final String CLUSTER = "bench-session";
  private static final String CLUSTER_RESOURCE =
      """
      apiVersion: %s
      kind: FlinkDeployment
      metadata: {namespace: %s, name: %s}
      spec: {}
      """;
  private static final String JOB =
      """
      apiVersion: %s
      kind: FlinkSessionJob
      metadata: {namespace: %s, name: %s}
      spec:
        deploymentName: %s
        job: {jarURI: "%s", args: ["name=%3$s"], parallelism: 1, upgradeMode: savepoint}
      """;

  private final KubernetesClient client;
  private final String jar;

  UpgradesThroughTidemark(DevStack stack, KubernetesClient client) {
    this.client = client;
    this.jar = stack.jars().countingJob(1).toString();
    create(CLUSTER_RESOURCE.formatted(API, NAMESPACE, CLUSTER));
  }

  @Override
  public String start(String name) {
    create(JOB.formatted(API, NAMESPACE, name, CLUSTER, jar));
    return awaitStable(name, "");
  }

  @Override
  public String upgrade(String name, String jobId) {
    resource(name)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\":{\"restartNonce\":%d}}".formatted(System.nanoTime()));
    return awaitStable(name, jobId);
  }

  private String awaitStable(String name, String before) {
    return jobId(
        resource(name)
            .waitUntilCondition(
                job -> job != null && !jobId(job).isEmpty() && !jobId(job).equals(before),
                Waits.LIMIT.toMillis(),
                TimeUnit.MILLISECONDS));
  }

  /** Returns the id of a job that is stable by its last generation; else an empty text. */
  private static String jobId(GenericKubernetesResource job) {
    var generation = String.valueOf(job.getMetadata().getGeneration());
    var reached =
        "STABLE".equals(job.get("status", "lifecycleState"))
            && generation.equals(String.valueOf(job.<Object>get("status", "observedGeneration")));
    return reached ? String.valueOf(job.<Object>get("status", "jobStatus", "jobId")) : "";
  }

  private void create(String yaml) {
    client.resource(Serialization.unmarshal(yaml, GenericKubernetesResource.class)).create();
  }

  private Resource<GenericKubernetesResource> resource(String name) {
    return client
        .genericKubernetesResources(API, "FlinkSessionJob")
        .inNamespace(NAMESPACE)
        .withName(name);
  }
}
