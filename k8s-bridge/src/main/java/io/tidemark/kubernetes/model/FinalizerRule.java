package io.tidemark.kubernetes.model;

import static io.tidemark.kubernetes.model.SnapshotAnnotations.ATTEMPT;

/**
 * Decides whether a snapshot has our finalizer: a savepoint with disposeOnDelete has it from its
 * import or its first trigger on, also if disposeOnDelete is set later (R16). A copy never has it,
 * since its savepoint belongs to the original (R22). Pure.
 */
public final class FinalizerRule {
  private FinalizerRule() {}

  /** Returns whether the resource in its current state needs the finalizer. */
  public static boolean needed(SnapshotReader snapshot) {
    var declared = snapshot.declaration();
    return disposes(snapshot)
        && snapshot.copyOf().isEmpty()
        && (snapshot.hasOurFinalizer() || triggered(snapshot) || imported(snapshot, declared));
  }

  /**
   * Returns whether the savepoint is disposed of with the resource; that of an attempt also if the
   * spec no longer declares a savepoint (R20).
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

  /** Returns whether a savepoint was, or may have been, taken for this resource. */
  private static boolean triggered(SnapshotReader snapshot) {
    return switch (snapshot.state()) {
      case TRIGGER_PENDING -> snapshot.annotation(ATTEMPT).isPresent();
      case IN_PROGRESS, COMPLETED -> snapshot.status().triggerId() != null;
      case FAILED, ABANDONED -> false;
    };
  }
}
