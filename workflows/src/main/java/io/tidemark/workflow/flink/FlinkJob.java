package io.tidemark.workflow.flink;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * A job on a cluster. The address of the cluster's REST endpoint is not part of it: the activities
 * build it from these values and the configured template, so that a changed template reaches
 * running workflows.
 *
 * @param namespace namespace of the cluster's FlinkDeployment
 * @param cluster name of the cluster's FlinkDeployment
 * @param restPort {@code rest.port} of the cluster's configuration
 * @param jobId Flink's job id, 32 hex digits
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record FlinkJob(String namespace, String cluster, int restPort, String jobId) {
  public FlinkJob {
    requireNonNull(namespace, "namespace is null");
    requireNonNull(cluster, "cluster is null");
    requireNonNull(jobId, "jobId is null");
  }
}
