package io.tidemark.kubernetes.legacy;

import static java.util.Objects.requireNonNull;

import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.model.SavepointInfo;
import io.tidemark.kubernetes.store.JobStore;
import io.tidemark.workflow.model.JobReference;
import io.tidemark.workflow.model.SessionJobId;
import io.tidemark.workflow.model.TriggerType;
import java.time.Instant;
import java.util.Optional;

/** Records the savepoints of stops in the history of jobs in legacy mode (U8). */
public final class LegacyUpgrades {
  private final LegacyMode mode;
  private final JobStore jobs;

  public LegacyUpgrades(LegacyMode mode, JobStore jobs) {
    this.mode = requireNonNull(mode, "mode is null");
    this.jobs = requireNonNull(jobs, "jobs is null");
  }

  /**
   * Adds the savepoint to the job's history, once for each location. Returns false if the job is
   * not in legacy mode: its savepoint gets a resource. A stop does not wait until an invalid
   * configuration is corrected: the default then decides.
   *
   * @param path the savepoint
   * @param formatType its format
   * @param at the time of the try
   * @throws io.fabric8.kubernetes.client.KubernetesClientException also for a write conflict, after
   *     which the caller decides again
   */
  public boolean record(SessionJobId job, String path, String formatType, Instant at) {
    var reference = new JobReference(JobReference.SESSION_JOB, job.name());
    return jobs.current(job.namespace(), reference, job.uid())
        .filter(mode::isOnOrByDefault)
        .map(found -> add(found, entry(path, formatType, at)))
        .isPresent();
  }

  private JobResource add(JobResource job, SavepointInfo.Entry entry) {
    var changes = LegacyStatus.added(Optional.of(job.savepointInfo()), entry);
    return changes.isEmpty() ? job : jobs.patchSavepointInfo(job, changes);
  }

  private static SavepointInfo.Entry entry(String path, String formatType, Instant at) {
    return new SavepointInfo.Entry(
        at.toEpochMilli(), path, TriggerType.UPGRADE.name(), formatType, null);
  }
}
