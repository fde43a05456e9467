package io.tidemark.kubernetes.retention;

import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.model.SnapshotAnnotations;
import io.tidemark.kubernetes.model.SnapshotJobReference;
import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.workflow.model.JobReference;
import io.tidemark.workflow.retention.CleanupTarget;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the jobs that are gone or suspended and have snapshots whose own age may be reached (H1).
 * Pure.
 */
final class OrphanedSnapshots {
  private final CleanupSettings settings;
  private final Map<Key, JobResource> jobs;

  private record Key(String namespace, JobReference job) {}

  /**
   * @param jobs all jobs of the namespaces that the snapshots are of
   */
  OrphanedSnapshots(CleanupSettings settings, List<JobResource> jobs) {
    this.settings = settings;
    this.jobs =
        jobs.stream()
            .collect(
                Collectors.toMap(
                    job -> new Key(job.getMetadata().getNamespace(), job.reference()),
                    Function.identity()));
  }

  /** Returns whether snapshots can have a target; if not, they need not be listed. */
  boolean possible() {
    return settings.enabled() || jobs.values().stream().anyMatch(this::suspended);
  }

  /** Returns one target for each job; that of a job that is gone has no uid. */
  Stream<CleanupTarget> targets(Stream<SnapshotReader> snapshots) {
    return snapshots
        .filter(snapshot -> snapshot.state().terminal() && !snapshot.beingDeleted())
        .filter(snapshot -> settings.orphansAfter().isPresent() || hasTtl(snapshot))
        .flatMap(snapshot -> key(snapshot).stream())
        .distinct()
        .filter(
            key ->
                Optional.ofNullable(jobs.get(key)).map(this::suspended).orElse(settings.enabled()))
        .map(this::target);
  }

  private boolean suspended(JobResource job) {
    var retention = new JobRetentionReader(settings, job);
    return retention.suspended() && retention.skipReason().isEmpty();
  }

  private CleanupTarget target(Key key) {
    var uid = Optional.ofNullable(jobs.get(key)).map(job -> job.getMetadata().getUid()).orElse("");
    return new CleanupTarget(key.namespace(), key.job(), uid);
  }

  private static boolean hasTtl(SnapshotReader snapshot) {
    return snapshot.annotation(SnapshotAnnotations.TTL).isPresent();
  }

  private static Optional<Key> key(SnapshotReader snapshot) {
    return SnapshotJobReference.current(snapshot)
        .map(job -> new Key(snapshot.id().namespace(), job));
  }
}
