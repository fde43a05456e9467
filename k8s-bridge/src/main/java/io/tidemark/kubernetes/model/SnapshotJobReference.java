package io.tidemark.kubernetes.model;

import io.tidemark.workflow.model.JobReference;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which job a snapshot is about: that of its attempt, whatever its spec says by now (R20), else the
 * one its spec names.
 */
public final class SnapshotJobReference {
  private SnapshotJobReference() {}

  /** The job that the snapshot is about now. */
  public static Optional<JobReference> current(SnapshotReader snapshot) {
    return attempted(snapshot).or(() -> declared(snapshot));
  }

  /** All jobs whose changes matter to the snapshot, now or for its next attempt. */
  public static Stream<JobReference> watched(SnapshotReader snapshot) {
    return Stream.of(attempted(snapshot), declared(snapshot)).flatMap(Optional::stream).distinct();
  }

  private static Optional<JobReference> attempted(SnapshotReader snapshot) {
    return snapshot.attempt().map(RecordedAttempt::parameters).map(RecordedAttempt.Parameters::job);
  }

  private static Optional<JobReference> declared(SnapshotReader snapshot) {
    return snapshot.declaration().job();
  }
}
