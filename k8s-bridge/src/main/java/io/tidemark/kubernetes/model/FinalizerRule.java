package io.tidemark.kubernetes.model;

import static io.tidemark.kubernetes.model.SnapshotAnnotations.ATTEMPT;

/**
 * Which snapshots carry our finalizer: savepoints to be disposed of, from their import or their
 * first trigger on, also when disposeOnDelete is turned on later (R16); never a copy, whose
 * savepoint is its original's (R22). Pure.
 */
public final class FinalizerRule {
  private FinalizerRule() {}

  /** Whether the finalizer is to be on the resource as it stands. */
  public static boolean needed(SnapshotReader snapshot) {
    var declared = snapshot.declaration();
    return disposes(snapshot)
        && snapshot.copyOf().isEmpty()
        && (snapshot.hasOurFinalizer() || triggered(snapshot) || imported(snapshot, declared));
  }

  /**
   * Whether the savepoint goes with the resource; that of an attempt does also when the spec does
   * not speak of a savepoint any more (R20).
   */
  public static boolean disposes(SnapshotReader snapshot) {
    var declared = snapshot.declaration();
    return declared.spec().savepoint() == null
        ? snapshot.attempt().filter(RecordedAttempt::ofSavepoint).isPresent()
        : declared.disposeOnDelete();
  }

  private static boolean imported(SnapshotReader snapshot, SnapshotDeclaration declared) {
    return declared.alreadyExists()
        && declared.error().isEmpty()
        && switch (snapshot.state()) {
          case TRIGGER_PENDING, COMPLETED -> true;
          case IN_PROGRESS, FAILED, ABANDONED -> false;
        };
  }

  /** Whether a savepoint was, or may have been, taken for this resource. */
  private static boolean triggered(SnapshotReader snapshot) {
    return switch (snapshot.state()) {
      case TRIGGER_PENDING -> snapshot.annotation(ATTEMPT).isPresent();
      case IN_PROGRESS, COMPLETED -> snapshot.status().triggerId() != null;
      case FAILED, ABANDONED -> false;
    };
  }
}
