package io.tidemark.kubernetes.bridge;

import io.tidemark.kubernetes.model.CompetingController;
import io.tidemark.kubernetes.model.FinalizerRule;
import io.tidemark.kubernetes.model.FlinkStateSnapshot;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.workflow.model.SnapshotLabels;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a change in Kubernetes means for workflows. Pure; a resource that is seen for the first
 * time, as after a restart, has no previous version.
 */
final class BridgePlan {
  private BridgePlan() {}

  static BridgeAction of(Optional<FlinkStateSnapshot> previous, FlinkStateSnapshot current) {
    var snapshot = new SnapshotReader(current);
    if (snapshot.beingDeleted()) {
      return deletion(previous.map(SnapshotReader::new), snapshot);
    }
    if (previous.isEmpty()) {
      return unsettled(snapshot) ? BridgeAction.START : BridgeAction.NONE;
    }
    if (!sameSpec(previous.get(), current)) {
      return edited(snapshot);
    }
    return begunAnew(new SnapshotReader(previous.get()), snapshot)
        ? BridgeAction.START
        : BridgeAction.NONE;
  }

  /** A copy was released (R22), or a settled status set back, by hand or from a backup. */
  private static boolean begunAnew(SnapshotReader before, SnapshotReader after) {
    return (after.releasedCopy() && !before.releasedCopy())
        || (before.state().terminal() && !after.state().terminal());
  }

  /**
   * A workflow that was terminated or wiped out is missed; one that has come to its end is only
   * needed again to repair a settled resource.
   */
  static BridgeAction ofSweep(FlinkStateSnapshot current) {
    var snapshot = new SnapshotReader(current);
    if (snapshot.beingDeleted()) {
      return snapshot.hasOurFinalizer() ? BridgeAction.RESUME : BridgeAction.NONE;
    }
    if (!snapshot.state().terminal()) {
      return BridgeAction.RESUME;
    }
    return unsettled(snapshot) ? BridgeAction.START : BridgeAction.NONE;
  }

  /** Of a settled snapshot, only disposeOnDelete can still be changed (R14, R16). */
  private static BridgeAction edited(SnapshotReader snapshot) {
    if (!snapshot.state().terminal()) {
      return BridgeAction.WAKE;
    }
    return FinalizerRule.needed(snapshot) == snapshot.hasOurFinalizer()
        ? BridgeAction.NONE
        : BridgeAction.START;
  }

  /** Another controller that has just shown itself; of old, only on what is not settled (M1). */
  static Optional<CompetingController> rival(
      Optional<FlinkStateSnapshot> previous, FlinkStateSnapshot current) {
    var snapshot = new SnapshotReader(current);
    var known = previous.map(SnapshotReader::new).flatMap(CompetingController::of);
    return CompetingController.of(snapshot)
        .filter(seen -> previous.isPresent() || !snapshot.state().terminal())
        .filter(seen -> known.isEmpty() || !known.get().equals(seen));
  }

  /** Whether a job resource changed in something that a waiting snapshot looks at (W5). */
  static boolean wakes(Optional<? extends JobResource> previous, JobResource current) {
    return previous.map(before -> !looksAlike(before, current)).orElse(true);
  }

  private static BridgeAction deletion(Optional<SnapshotReader> before, SnapshotReader snapshot) {
    if (!snapshot.hasOurFinalizer()) {
      return BridgeAction.NONE;
    }
    if (before.filter(SnapshotReader::beingDeleted).isEmpty()) {
      return BridgeAction.DELETE;
    }
    return before.get().skipsDisposal() == snapshot.skipsDisposal()
        ? BridgeAction.NONE
        : BridgeAction.WAKE;
  }

  /** Not terminal, or terminal with a label or finalizer missed, or a copy to start (R13, R22). */
  private static boolean unsettled(SnapshotReader snapshot) {
    var state = snapshot.state();
    return !state.terminal()
        || snapshot.releasedCopy()
        || !state.name().equals(snapshot.labels().get(SnapshotLabels.STATE))
        || snapshot.path().filter(path -> !path.hash().equals(labelled(snapshot))).isPresent()
        || (FinalizerRule.needed(snapshot) && !snapshot.hasOurFinalizer());
  }

  private static @Nullable String labelled(SnapshotReader snapshot) {
    return snapshot.labels().get(SnapshotLabels.PATH_HASH);
  }

  private static boolean sameSpec(FlinkStateSnapshot before, FlinkStateSnapshot after) {
    return Objects.equals(
        before.getMetadata().getGeneration(), after.getMetadata().getGeneration());
  }

  private static boolean looksAlike(JobResource before, JobResource after) {
    return before.getMetadata().getUid().equals(after.getMetadata().getUid())
        && Objects.equals(before.getMetadata().getGeneration(), after.getMetadata().getGeneration())
        && before.beingDeleted() == after.beingDeleted()
        && Objects.equals(before.getStatus(), after.getStatus());
  }
}
