package io.tidemark.kubernetes.model;

import io.tidemark.workflow.model.JobReference;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the job of a snapshot: that of its attempt, also after an edit of the spec (R20), else the
 * one that the spec names.
 */
public final class SnapshotJobReference {
  private SnapshotJobReference() {}

  /** Returns the current job of the snapshot. */
  public static Optional<JobReference> current(SnapshotReader snapshot) {
    return attempted(snapshot).or(() -> declared(snapshot));
  }

  /** Returns the jobs of this attempt and of the next one, whose changes concern the snapshot. */
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
