package io.tidemark.workflow.flink;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * Whether a job has restarted, by its own timestamps.
 *
 * @param restarted whether it has, or is about to
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RestartCheckResult(boolean restarted) {}
