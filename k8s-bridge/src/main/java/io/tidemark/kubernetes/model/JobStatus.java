package io.tidemark.kubernetes.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The status of a job resource, as the reference operator writes it, or Tidemark itself (M2).
 *
 * @param jobStatus the job at the last observation
 * @param lifecycleState STABLE, SUSPENDED, …
 * @param observedGeneration the generation of the last reconciled spec
 * @param error the reason for which the spec is not carried out; null without one
 * @param jobManagerDeploymentStatus READY, DEPLOYING, DEPLOYED_NOT_READY, MISSING or ERROR; null
 *     for a session job
 * @param clusterInfo what the cluster says of itself, such as {@code flink-version}
 * @param reconciliationStatus the specs that were reached; caches do not keep it
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record JobStatus(
    @Nullable Job jobStatus,
    @Nullable String lifecycleState,
    @Nullable Long observedGeneration,
    @Nullable String error,
    @Nullable String jobManagerDeploymentStatus,
    @Nullable Map<String, String> clusterInfo,
    @Nullable ReconciliationStatus reconciliationStatus) {

  /**
   * {@code status.jobStatus}.
   *
   * @param jobId Flink's job id
   * @param jobName Flink's name of the job
   * @param state Flink's job state at the last observation
   * @param startTime Flink's {@code start-time}, in milliseconds since 1970
   * @param updateTime the time of the observation with another state, in milliseconds since 1970
   * @param upgradeSavepointPath the savepoint that an upgrade starts from
   * @param savepointInfo the savepoints of legacy mode; null is left out of what is written
   * @param checkpointInfo the checkpoints of legacy mode; null is left out of what is written
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Job(
      @Nullable String jobId,
      @Nullable String jobName,
      @Nullable String state,
      @Nullable String startTime,
      @Nullable String updateTime,
      @Nullable String upgradeSavepointPath,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable SavepointInfo savepointInfo,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable CheckpointInfo checkpointInfo) {
    /** No job. */
    public static final Job NONE = new Job(null, null, null, null, null, null);

    /** Creates a job without what legacy mode records beside it. */
    public Job(
        @Nullable String jobId,
        @Nullable String jobName,
        @Nullable String state,
        @Nullable String startTime,
        @Nullable String updateTime,
        @Nullable String upgradeSavepointPath) {
      this(jobId, jobName, state, startTime, updateTime, upgradeSavepointPath, null, null);
    }

    /** Returns the same job without what legacy mode records beside it (L2). */
    public Job withoutSnapshots() {
      return new Job(jobId, jobName, state, startTime, updateTime, upgradeSavepointPath);
    }
  }
}
