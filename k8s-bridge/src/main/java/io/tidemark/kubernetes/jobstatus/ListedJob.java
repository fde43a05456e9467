package io.tidemark.kubernetes.jobstatus;

import static java.util.Objects.requireNonNull;

import io.tidemark.workflow.flink.JobStates;

/**
 * A job that a cluster has listed.
 *
 * @param jobId Flink's job id
 * @param name Flink's name of the job
 * @param state Flink's job state
 * @param startTime Flink's {@code start-time}, in milliseconds since 1970
 */
public record ListedJob(String jobId, String name, String state, long startTime) {
  public ListedJob {
    requireNonNull(jobId, "jobId is null");
    requireNonNull(name, "name is null");
    requireNonNull(state, "state is null");
  }

  boolean ended() {
    return JobStates.ended(state);
  }
}
