package io.tidemark.kubernetes.claim;

import static io.tidemark.kubernetes.model.SnapshotAnnotations.ATTEMPT;

import io.tidemark.kubernetes.model.SnapshotReader;

/**
 * Which snapshots carry our finalizer: savepoints to be disposed of, from their first trigger on,
 * also when disposeOnDelete is turned on later (R16). Pure.
 */
public final class FinalizerRule {
  private FinalizerRule() {}

  /** Whether the finalizer is to be on the resource as it stands. */
  public static boolean needed(SnapshotReader snapshot) {
    return SnapshotDeclaration.of(snapshot.resource().getSpec()).disposeOnDelete()
        && (snapshot.hasOurFinalizer() || triggered(snapshot));
  }

  /** Whether a savepoint was, or may have been, taken for this resource; an import has none. */
  private static boolean triggered(SnapshotReader snapshot) {
    return switch (snapshot.state()) {
      case TRIGGER_PENDING -> snapshot.annotation(ATTEMPT).isPresent();
      case IN_PROGRESS, COMPLETED -> snapshot.status().triggerId() != null;
      case FAILED, ABANDONED -> false;
    };
  }
}
