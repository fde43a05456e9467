package io.tidemark.kubernetes.claim;

import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.workflow.snapshot.JobReference;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which job a snapshot is about: that of its attempt, whatever its spec says by now (R20), else the
 * one its spec names.
 */
public final class SnapshotJobs {
  private SnapshotJobs() {}

  /** The job that the snapshot is about now. */
  public static Optional<JobReference> current(SnapshotReader snapshot) {
    return attempted(snapshot).or(() -> declared(snapshot));
  }

  /** All jobs whose changes matter to the snapshot, now or for its next attempt. */
  public static Stream<JobReference> watched(SnapshotReader snapshot) {
    return Stream.of(attempted(snapshot), declared(snapshot)).flatMap(Optional::stream).distinct();
  }

  private static Optional<JobReference> attempted(SnapshotReader snapshot) {
    return Attempt.current(snapshot).map(Attempt::asked).map(Attempt.Asked::job);
  }

  private static Optional<JobReference> declared(SnapshotReader snapshot) {
    return SnapshotDeclaration.of(snapshot.resource().getSpec()).job();
  }
}
