package io.tidemark.kubernetes.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;

/**
 * The status of a job resource, as its operator writes it.
 *
 * @param jobStatus the job at the operator's last observation
 * @param lifecycleState STABLE, SUSPENDED, …
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record JobStatus(@Nullable Job jobStatus, @Nullable String lifecycleState) {

  /**
   * {@code status.jobStatus}.
   *
   * @param jobId Flink's job id
   * @param state Flink's job state at the operator's last observation
   * @param upgradeSavepointPath the savepoint that an upgrade starts from
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Job(
      @Nullable String jobId, @Nullable String state, @Nullable String upgradeSavepointPath) {}
}
