package io.tidemark.kubernetes.bridge;

/**
 * What a change in Kubernetes asks of a snapshot's workflow; the later ones include the earlier.
 */
enum BridgeAction {
  NONE,
  /** Tell it that something changed, if it runs. */
  TELL,
  /** Start it unless it runs or has come to its end: a cache may be older than that end. */
  RESUME,
  /** Start it; one that runs already is success. */
  START,
  /** Start it or, if it runs, tell it that something changed. */
  WAKE,
  /** Start it or, if it runs, tell it that the resource is being deleted. */
  DELETE
}
