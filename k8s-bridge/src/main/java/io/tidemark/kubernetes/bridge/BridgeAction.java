package io.tidemark.kubernetes.bridge;

/** A request to a snapshot's workflow, from the weakest to the strongest. */
enum BridgeAction {
  NONE,
  /** Signal a change to it, if it runs. */
  NOTIFY,
  /** Start it unless it runs or has ended, since a cache may be older than that end. */
  RESUME,
  /** Start it; one that runs already is success. */
  START,
  /** Start it or, if it runs, signal a change. */
  WAKE,
  /** Start it or, if it runs, signal that the resource is being deleted. */
  DELETE;

  /** Returns whether the workflow runs, or has come to its end, once the action has succeeded. */
  boolean starts() {
    return compareTo(RESUME) >= 0;
  }
}
