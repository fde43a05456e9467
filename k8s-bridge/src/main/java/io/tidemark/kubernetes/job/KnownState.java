package io.tidemark.kubernetes.job;

import java.util.List;

/** Describes what a job could start from, for the person who has to decide (U6, U10). Pure. */
final class KnownState {
  private static final int SHOWN = 3;

  private KnownState() {}

  /** Returns what is missing, what is there, and the two ways out. */
  static String missing(SessionJobObservation observed) {
    return "The job is not started, since no state is known from which it can continue (upgradeMode %s). %s Set job.initialSavepointPath with a new job.savepointRedeployNonce, or job.upgradeMode: stateless if the state is not needed."
        .formatted(observed.spec().upgradeMode(), there(observed));
  }

  /** Returns the reason for which a running job is not cancelled. */
  static String wouldBeLost(SessionJobObservation observed, String why) {
    return "The job is not cancelled, since its state would be lost: %s (upgradeMode %s). %s %s"
        .formatted(why, observed.spec().upgradeMode(), there(observed), wayOut(observed.spec()));
  }

  private static String wayOut(SessionJobSpec spec) {
    return spec.upgradeMode().equals(SessionJobSpec.SAVEPOINT)
        ? "The change continues when the job can take a savepoint. Or set job.upgradeMode: stateless if the state is not needed."
        : "Set job.upgradeMode: savepoint, or stateless if the state is not needed.";
  }

  private static String there(SessionJobObservation observed) {
    var path = observed.status().upgradeSavepointPath();
    var savepoints = observed.savepoints().newest();
    return "upgradeSavepointPath: %s; newest COMPLETED savepoints: %s."
        .formatted(path == null ? "none" : path, listed(savepoints));
  }

  private static String listed(List<String> savepoints) {
    return savepoints.isEmpty()
        ? "none"
        : String.join(", ", savepoints.subList(0, Math.min(SHOWN, savepoints.size())));
  }
}
