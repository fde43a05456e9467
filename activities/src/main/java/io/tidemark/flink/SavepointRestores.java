package io.tidemark.flink;

import io.tidemark.concurrent.SingleFlight;
import io.tidemark.workflow.model.SavepointPath;
import java.util.List;
import java.util.Optional;

/**
 * Finds the jobs of a cluster that still need a savepoint: they have restored from it, and would do
 * so again after a failure (R19). The jobs are asked once for all disposals that ask at the same
 * time.
 */
final class SavepointRestores {
  private static final String QUESTION = "restores";

  private final FlinkRestClient flink;
  private final SingleFlight<String, Optional<List<Restore>>> shared;
  private final SavepointPath savepoint;

  /**
   * A job that has restored from a savepoint and has no checkpoint of its own.
   *
   * @param path the savepoint's location as Flink reports it
   */
  record Restore(String jobId, String path) {}

  SavepointRestores(
      FlinkRestClient flink,
      SingleFlight<String, Optional<List<Restore>>> shared,
      SavepointPath savepoint) {
    this.flink = flink;
    this.shared = shared;
    this.savepoint = savepoint;
  }

  /**
   * Returns the ids of the jobs that need the savepoint; empty while a job that has just been
   * submitted may be about to restore from it.
   */
  Optional<List<String>> users() {
    return shared
        .ask(QUESTION, this::restores)
        .map(all -> all.stream().filter(this::needsIt).map(Restore::jobId).toList());
  }

  private boolean needsIt(Restore restore) {
    return savepoint.mayEqual(SavepointPath.of(restore.path()));
  }

  private Optional<List<Restore>> restores() {
    var jobs = flink.jobs().stream().filter(job -> !job.ended()).toList();
    return jobs.stream().anyMatch(JobOverview::starting)
        ? Optional.empty()
        : Optional.of(jobs.stream().flatMap(job -> restore(job.jobId()).stream()).toList());
  }

  private Optional<Restore> restore(String jobId) {
    return flink.onlyRestoredFrom(jobId).map(path -> new Restore(jobId, path));
  }
}
