package io.tidemark.kubernetes.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * The spec of a job resource.
 *
 * @param deploymentName the cluster of a session job; null for a FlinkDeployment
 * @param flinkConfiguration flat or nested, with values of any type
 * @param job the job's desired state
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record JobSpec(
    @Nullable String deploymentName, @Nullable JsonNode flinkConfiguration, @Nullable Job job) {

  /**
   * {@code spec.job}.
   *
   * @param state running or suspended
   * @param initialSavepointPath the savepoint that the job starts from
   * @param savepointTriggerNonce a value whose change requests a savepoint (T1)
   * @param checkpointTriggerNonce a value whose change requests a checkpoint (T1)
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Job(
      @Nullable String state,
      @Nullable String initialSavepointPath,
      @Nullable Long savepointTriggerNonce,
      @Nullable Long checkpointTriggerNonce) {}
}
