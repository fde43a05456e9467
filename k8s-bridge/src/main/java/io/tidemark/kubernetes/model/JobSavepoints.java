package io.tidemark.kubernetes.model;

import static java.util.Objects.requireNonNull;

import io.tidemark.workflow.model.JobReference;
import io.tidemark.workflow.model.SavepointPath;
import java.util.List;
import java.util.Optional;

/**
 * The savepoints that a job started, or will start, from, and those that its history records (R18,
 * R19).
 *
 * @param namespace the job's namespace
 * @param reference the job
 * @param paths the savepoints that it started, or will start, from
 * @param recorded the savepoints of its {@code savepointHistory} (L2)
 * @param resource the job's resource; empty if only its savepoints are remembered
 */
public record JobSavepoints(
    String namespace,
    JobReference reference,
    List<SavepointPath> paths,
    List<SavepointPath> recorded,
    Optional<JobResource> resource) {
  public JobSavepoints {
    requireNonNull(namespace, "namespace is null");
    requireNonNull(reference, "reference is null");
    paths = List.copyOf(paths);
    recorded = List.copyOf(recorded);
    requireNonNull(resource, "resource is null");
  }

  /** Reads them from the job's resource. */
  public static JobSavepoints of(JobResource job) {
    return new JobSavepoints(
        job.getMetadata().getNamespace(),
        job.reference(),
        job.savepointsInUse().map(SavepointPath::of).distinct().toList(),
        recordedBy(job),
        Optional.of(job));
  }

  private static List<SavepointPath> recordedBy(JobResource job) {
    return job.savepointInfo().savepointHistory().stream()
        .flatMap(entry -> entry.path().stream())
        .map(SavepointPath::of)
        .distinct()
        .toList();
  }

  /** Returns the same without the resource, and with strings that many jobs share kept once. */
  public JobSavepoints remembered() {
    return new JobSavepoints(
        namespace.intern(),
        new JobReference(reference.kind().intern(), reference.name()),
        paths.stream().map(JobSavepoints::shared).toList(),
        recorded.stream().map(JobSavepoints::shared).toList(),
        Optional.empty());
  }

  private static SavepointPath shared(SavepointPath path) {
    return new SavepointPath(path.scheme().intern(), path.authority().intern(), path.path());
  }

  /** Returns whether the job may have started, or may start, from the savepoint at this path. */
  public boolean mayUse(SavepointPath path) {
    return paths.stream().anyMatch(path::mayEqual);
  }

  /** Returns whether the job's history may record the savepoint at this path. */
  public boolean mayRecord(SavepointPath path) {
    return recorded.stream().anyMatch(path::mayEqual);
  }

  /** Names the job. */
  @Override
  public String toString() {
    return "%s %s/%s".formatted(reference.kind(), namespace, reference.name());
  }
}
