package io.tidemark.bench;

import io.tidemark.dev.FlinkJob;

/** A way to savepoints: asked for at one end, known to be there or gone at the same end. */
interface Route {
  /**
   * Takes a savepoint and returns when it is complete; may be called by many threads at once.
   *
   * @throws RuntimeException if it ends in any other way
   */
  void takeSavepoint(FlinkJob job);

  /**
   * Disposes of a savepoint that it has taken, the oldest first, and returns when it is gone; may
   * be called by many threads at once.
   *
   * @throws RuntimeException if it stays, or none is left
   */
  void disposeOfSavepoint();

  /** Returns the number of savepoints that it has taken and not disposed of. */
  int count();
}
