package io.tidemark.kubernetes.bridge;

import io.tidemark.kubernetes.model.CompetingController;
import io.tidemark.kubernetes.model.DesiredLabels;
import io.tidemark.kubernetes.model.FinalizerRule;
import io.tidemark.kubernetes.model.FlinkStateSnapshot;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.model.SnapshotAnnotations;
import io.tidemark.kubernetes.model.SnapshotReader;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decides the request to a snapshot's workflow after a change in Kubernetes. Pure. A resource that
 * is seen for the first time, as after a restart, has no previous version.
 */
final class BridgePlan {
  private BridgePlan() {}

  static BridgeAction of(Optional<SnapshotReader> previous, SnapshotReader snapshot) {
    if (snapshot.beingDeleted()) {
      return deletion(previous, snapshot);
    }
    if (previous.isEmpty()) {
      return unsettled(snapshot) ? BridgeAction.START : BridgeAction.NONE;
    }
    if (!sameSpec(previous.get().resource(), snapshot.resource())) {
      return edited(snapshot);
    }
    return restarted(previous.get(), snapshot) ? BridgeAction.START : BridgeAction.NONE;
  }

  /**
   * Returns whether a copy was released (R22), or a terminal status reset by hand or from a backup.
   */
  private static boolean restarted(SnapshotReader before, SnapshotReader after) {
    return (after.releasedCopy() && !before.releasedCopy())
        || (before.state().terminal() && !after.state().terminal());
  }

  /**
   * Decides for an unchanged resource. Its workflow may have been terminated, or lost with
   * Temporal; one that has ended is started again only to repair a terminal resource.
   */
  static BridgeAction ofSweep(SnapshotReader snapshot) {
    if (snapshot.beingDeleted()) {
      return snapshot.hasOurFinalizer() ? BridgeAction.RESUME : BridgeAction.NONE;
    }
    if (!snapshot.state().terminal()) {
      return BridgeAction.RESUME;
    }
    return unsettled(snapshot) ? BridgeAction.START : BridgeAction.NONE;
  }

  /**
   * Decides for an edited spec. Of a terminal snapshot, only disposeOnDelete still matters (R14,
   * R16).
   */
  private static BridgeAction edited(SnapshotReader snapshot) {
    if (!snapshot.state().terminal()) {
      return BridgeAction.WAKE;
    }
    return FinalizerRule.needed(snapshot) == snapshot.hasOurFinalizer()
        ? BridgeAction.NONE
        : BridgeAction.START;
  }

  /**
   * Returns a competing controller that the change reveals. Of resources that are seen for the
   * first time, only those that are not terminal count (M1).
   */
  static Optional<CompetingController> competingController(
      Optional<SnapshotReader> previous, SnapshotReader snapshot) {
    var known = previous.flatMap(CompetingController::of);
    return CompetingController.of(snapshot)
        .filter(seen -> previous.isPresent() || !snapshot.state().terminal())
        .filter(seen -> known.isEmpty() || !known.get().equals(seen));
  }

  /** Returns whether a job resource changed in a value that waiting snapshots depend on (W5). */
  static boolean wakes(Optional<? extends JobResource> previous, JobResource current) {
    return previous.map(before -> !unchanged(before, current)).orElse(true);
  }

  /**
   * Reports a deletion, and a change of the annotations that skip or limit the disposal, which ends
   * a disposal or a trigger under way (R15).
   */
  private static BridgeAction deletion(Optional<SnapshotReader> before, SnapshotReader snapshot) {
    if (!snapshot.hasOurFinalizer()) {
      return BridgeAction.NONE;
    }
    return before.filter(it -> sameDeletion(it, snapshot)).isPresent()
        ? BridgeAction.NONE
        : BridgeAction.DELETE;
  }

  /**
   * Returns whether a person requests nothing new; a mere change would not end a disposal (R15).
   */
  private static boolean sameDeletion(SnapshotReader before, SnapshotReader after) {
    return before.beingDeleted()
        && Stream.of(SnapshotAnnotations.SKIP_DISPOSAL, SnapshotAnnotations.DISPOSAL_DEADLINE)
            .allMatch(name -> before.annotation(name).equals(after.annotation(name)));
  }

  /**
   * Returns whether a snapshot is not terminal, or its labels or finalizer are not as they should
   * be, or is a copy to start, or its late savepoint is not cleaned up (R13, R16, R22, W3).
   */
  private static boolean unsettled(SnapshotReader snapshot) {
    return !snapshot.state().terminal()
        || snapshot.releasedCopy()
        || snapshot.lateSavepoint().isPresent()
        || !DesiredLabels.areOn(snapshot)
        || FinalizerRule.needed(snapshot) != snapshot.hasOurFinalizer();
  }

  private static boolean sameSpec(FlinkStateSnapshot before, FlinkStateSnapshot after) {
    return Objects.equals(
        before.getMetadata().getGeneration(), after.getMetadata().getGeneration());
  }

  private static boolean unchanged(JobResource before, JobResource after) {
    return before.getMetadata().getUid().equals(after.getMetadata().getUid())
        && Objects.equals(before.getMetadata().getGeneration(), after.getMetadata().getGeneration())
        && before.beingDeleted() == after.beingDeleted()
        && Objects.equals(before.getStatus(), after.getStatus());
  }
}
