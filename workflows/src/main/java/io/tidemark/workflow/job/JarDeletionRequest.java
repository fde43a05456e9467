package io.tidemark.workflow.job;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.tidemark.workflow.flink.FlinkJob;

/**
 * Requests that a jar is deleted, and that its absence is confirmed. No submission with it can
 * start a job afterwards (U4, J10).
 *
 * @param cluster the cluster
 * @param jarId Flink's id of the jar
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record JarDeletionRequest(FlinkJob cluster, String jarId) {
  public JarDeletionRequest {
    requireNonNull(cluster, "cluster is null");
    requireNonNull(jarId, "jarId is null");
  }
}
