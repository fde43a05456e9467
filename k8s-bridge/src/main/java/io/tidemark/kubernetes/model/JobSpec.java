package io.tidemark.kubernetes.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * The spec of a job resource.
 *
 * @param deploymentName of a session job: its cluster
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
   * @param savepointTriggerNonce a value that asks for a savepoint when it changes (T1)
   * @param checkpointTriggerNonce a value that asks for a checkpoint when it changes (T1)
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Job(
      @Nullable String state,
      @Nullable String initialSavepointPath,
      @Nullable Long savepointTriggerNonce,
      @Nullable Long checkpointTriggerNonce) {}
}
