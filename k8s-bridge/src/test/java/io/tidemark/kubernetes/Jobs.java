package io.tidemark.kubernetes;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.tidemark.kubernetes.model.FlinkDeployment;
import io.tidemark.kubernetes.model.FlinkSessionJob;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.model.JobSpec;
import io.tidemark.kubernetes.model.JobStatus;

/** Job resources, in the YAML that users and the reference operator write. */
public final class Jobs {
  public static final String JOB_ID = "0123456789abcdef0123456789abcdef";
  public static final String RUNNING =
      "{lifecycleState: STABLE, jobStatus: {state: RUNNING, jobId: " + JOB_ID + "}}";
  public static final String DEPLOYMENT_PATH =
      "/apis/flink.apache.org/v1beta1/namespaces/flink/flinkdeployments/";
  public static final String SESSION_JOB_PATH =
      "/apis/flink.apache.org/v1beta1/namespaces/flink/flinksessionjobs/";

  private Jobs() {}

  public static FlinkDeployment deployment(String name, String spec, String status) {
    return filled(new FlinkDeployment(), name, spec, status);
  }

  public static FlinkSessionJob sessionJob(String name, String spec, String status) {
    return filled(new FlinkSessionJob(), name, spec, status);
  }

  /** The FlinkDeployment "orders", running. */
  public static FlinkDeployment orders() {
    return deployment("orders", "{job: {state: running}}", RUNNING);
  }

  private static <J extends JobResource> J filled(J job, String name, String spec, String status) {
    job.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(SnapshotDraft.NAMESPACE)
            .withName(name)
            .withUid("uid-of-" + name)
            .withGeneration(1L)
            .build());
    job.setSpec(Yaml.read(spec, JobSpec.class));
    job.setStatus(Yaml.read(status, JobStatus.class));
    return job;
  }
}
