package io.tidemark.flink;

import io.tidemark.workflow.model.SavepointPath;
import java.util.List;
import java.util.Optional;

/**
 * Finds the jobs of a cluster that still need a savepoint: they have restored from it, and would do
 * so again after a failure (R19).
 */
final class SavepointRestores {
  private final FlinkRestClient flink;
  private final SavepointPath savepoint;

  SavepointRestores(FlinkRestClient flink, SavepointPath savepoint) {
    this.flink = flink;
    this.savepoint = savepoint;
  }

  /**
   * Returns the ids of the jobs that need the savepoint; empty while a job that has just been
   * submitted may be about to restore from it.
   */
  Optional<List<String>> users() {
    var jobs = flink.jobs().stream().filter(job -> !job.ended()).toList();
    return jobs.stream().anyMatch(JobOverview::starting)
        ? Optional.empty()
        : Optional.of(jobs.stream().map(JobOverview::jobId).filter(this::needed).toList());
  }

  private boolean needed(String jobId) {
    return flink
        .onlyRestoredFrom(jobId)
        .map(SavepointPath::of)
        .filter(savepoint::mayEqual)
        .isPresent();
  }
}
