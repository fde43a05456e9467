package io.tidemark.flink.job;

import io.tidemark.workflow.flink.FlinkVersion;
import java.util.Optional;

/**
 * The file that a refused restore leaves on a cluster with high availability. Flink from 2.3 on
 * does not start again with it (J16).
 */
final class FatalResultFile {
  private FatalResultFile() {}

  /** Returns the path of the file of this job; empty if the cluster starts again with it. */
  static Optional<String> of(JobRestClient flink, String jobId) {
    return new FlinkVersion(flink.cluster().flinkVersion()).endsAtRefusedRestores()
        ? flink
            .configuration()
            .flatMap(JobManagerConfiguration::jobResultStore)
            .map(directory -> directory + "/" + jobId + "_DIRTY.json")
        : Optional.empty();
  }
}
