package io.tidemark.kubernetes.retention;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.tidemark.kubernetes.model.FlinkStateSnapshot;
import io.tidemark.kubernetes.model.SnapshotAnnotations;
import io.tidemark.kubernetes.model.SnapshotJobReference;
import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.kubernetes.store.JobStore;
import io.tidemark.kubernetes.store.WatchedNamespaces;
import io.tidemark.workflow.retention.CleanupTarget;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the jobs that are gone and have snapshots whose own age may be reached (H1). */
final class GoneJobs {
  private final JobStore jobs;
  private final CleanupSettings settings;

  GoneJobs(JobStore jobs, CleanupSettings settings) {
    this.jobs = jobs;
    this.settings = settings;
  }

  /**
   * Finds them in some snapshots. A job is planned at the first of its snapshots only, wherever the
   * others are.
   *
   * @param part the namespaces that the snapshots are of
   * @param snapshots in the order of their keys
   * @param name the job that was asked for; null for all
   * @throws KubernetesClientException if jobs cannot be listed: then none of them counts as gone
   */
  List<CleanupSubject> find(
      WatchedNamespaces part, List<FlinkStateSnapshot> snapshots, @Nullable String name) {
    var first = new LinkedHashMap<CleanupTarget, SnapshotReader>();
    ofOwnAge(snapshots)
        .forEach(
            snapshot ->
                SnapshotJobReference.current(snapshot)
                    .map(job -> new CleanupTarget(snapshot.id().namespace(), job, ""))
                    .ifPresent(job -> first.putIfAbsent(job, snapshot)));
    first.keySet().removeIf(job -> name != null && !name.equals(job.reference().name()));
    first.keySet().removeIf(job -> jobs.read(job.namespace(), job.reference()).isPresent());
    first.keySet().stream()
        .map(job -> job.reference().kind())
        .distinct()
        .forEach(kind -> jobs.list(kind, part, 1, null)); // Throws if the kind is not served.
    return first.entrySet().stream().map(job -> subject(job.getKey(), job.getValue())).toList();
  }

  private CleanupSubject subject(CleanupTarget job, SnapshotReader first) {
    return new CleanupSubject(
        CleanupPageReader.key(first.resource()),
        job,
        () -> JobRetentionReader.ofGoneJob(settings),
        all ->
            ofOwnAge(all)
                .map(snapshot -> snapshot.id().name())
                .min(Comparator.naturalOrder())
                .filter(first.id().name()::equals)
                .isPresent(),
        false);
  }

  private Stream<SnapshotReader> ofOwnAge(List<FlinkStateSnapshot> snapshots) {
    return snapshots.stream()
        .map(SnapshotReader::new)
        .filter(snapshot -> snapshot.state().terminal() && !snapshot.beingDeleted())
        .filter(
            snapshot ->
                settings.orphansAfter().isPresent()
                    || snapshot.annotation(SnapshotAnnotations.TTL).isPresent());
  }
}
