package io.tidemark.kubernetes.bridge;

/** What a change of a snapshot resource asks of its workflow. */
enum BridgeAction {
  NONE,
  /** Start it; one that runs already is success. */
  START,
  /** Start it or, if it runs, tell it that something changed. */
  WAKE,
  /** Start it or, if it runs, tell it that the resource is being deleted. */
  DELETE
}
