package io.tidemark.kubernetes.job;

import io.tidemark.kubernetes.model.FlinkStateSnapshot;
import io.tidemark.kubernetes.model.SavepointInfo;
import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.kubernetes.store.SnapshotStore;
import io.tidemark.workflow.model.JobReference;
import io.tidemark.workflow.model.SavepointPath;
import io.tidemark.workflow.model.SessionJobId;
import io.tidemark.workflow.model.SnapshotState;
import io.tidemark.workflow.model.SnapshotType;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Reads the COMPLETED snapshots that a session job could start from (U6, U11). */
final class CompletedSavepointReader implements SessionJobObservation.CompletedSavepoints {
  private final SnapshotStore snapshots;
  private final SessionJobId job;
  private final SavepointInfo legacy;

  /** A COMPLETED savepoint and the time of its data. */
  private record Completed(String path, Instant at) {}

  /**
   * Creates a reader.
   *
   * @param legacy the savepoints of the job in legacy mode, which have no resources
   */
  CompletedSavepointReader(SnapshotStore snapshots, SessionJobId job, SavepointInfo legacy) {
    this.snapshots = snapshots;
    this.job = job;
    this.legacy = legacy;
  }

  @Override
  public List<String> newest() {
    var reference = new JobReference(JobReference.SESSION_JOB, job.name());
    var resources =
        snapshots.ofJob(job.namespace(), reference).stream()
            .filter(snapshot -> isOf(reference, snapshot))
            .flatMap(CompletedSavepointReader::completed);
    return Stream.concat(resources, entries())
        .sorted(Comparator.comparing(Completed::at).reversed())
        .map(Completed::path)
        .distinct()
        .toList();
  }

  @Override
  public boolean names(String path) {
    var wanted = SavepointPath.of(path);
    return entries().map(Completed::path).map(SavepointPath::of).anyMatch(wanted::mayEqual)
        || isOfResource(wanted);
  }

  private boolean isOfResource(SavepointPath wanted) {
    return snapshots.ofPath(job.namespace(), wanted).stream()
        .map(SnapshotReader::new)
        .filter(snapshot -> snapshot.state() == SnapshotState.COMPLETED)
        .anyMatch(snapshot -> snapshot.path().filter(wanted::mayEqual).isPresent());
  }

  private static boolean isOf(JobReference job, FlinkStateSnapshot snapshot) {
    var reader = new SnapshotReader(snapshot);
    return reader.state() == SnapshotState.COMPLETED
        && !reader.beingDeleted()
        && reader.declaration().job().filter(job::equals).isPresent()
        && reader.declaration().type().filter(SnapshotType.SAVEPOINT::equals).isPresent();
  }

  private static Stream<Completed> completed(FlinkStateSnapshot snapshot) {
    var reader = new SnapshotReader(snapshot);
    var at = reader.takenAt().orElse(Instant.EPOCH);
    return Stream.ofNullable(reader.status().path())
        .filter(path -> !path.isBlank())
        .map(path -> new Completed(path, at));
  }

  private Stream<Completed> entries() {
    return legacy.savepointHistory().stream()
        .flatMap(
            entry ->
                entry
                    .path()
                    .map(path -> new Completed(path, Instant.ofEpochMilli(entry.timeStamp())))
                    .stream());
  }
}
