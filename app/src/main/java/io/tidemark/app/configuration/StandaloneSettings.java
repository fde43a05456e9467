package io.tidemark.app.configuration;

import static java.util.Objects.requireNonNull;

import io.tidemark.flink.job.JarSettings;
import io.tidemark.kubernetes.job.SessionJobSettings;
import java.time.Duration;

/**
 * The settings of jobs that Tidemark runs or observes itself, in the mode standalone.
 *
 * @param pollInterval how often a cluster is asked for its jobs
 * @param jars where the jars of session jobs may come from
 * @param sessionJobs how session jobs are changed
 * @param snapshotResources whether jobs that do not say so themselves get snapshot resources
 */
public record StandaloneSettings(
    Duration pollInterval,
    JarSettings jars,
    SessionJobSettings sessionJobs,
    boolean snapshotResources) {
  public StandaloneSettings {
    requireNonNull(pollInterval, "pollInterval is null");
    requireNonNull(jars, "jars is null");
    requireNonNull(sessionJobs, "sessionJobs is null");
  }
}
