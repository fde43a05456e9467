package io.tidemark.workflow.flink;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * The result of a check whether a job has restarted, by its own timestamps.
 *
 * @param restarted whether the job has restarted, or is restarting
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RestartCheckResult(boolean restarted) {}
