package io.tidemark.workflow.job;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * A jar that is not on the cluster.
 *
 * @param jarId Flink's id of the jar
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record JarDeletionResult(String jarId) implements FlinkReport {
  public JarDeletionResult {
    requireNonNull(jarId, "jarId is null");
  }
}
