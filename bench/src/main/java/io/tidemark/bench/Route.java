package io.tidemark.bench;

import io.tidemark.dev.FlinkJob;

/** A way to a savepoint: asked for at one end, known to be complete at the same end. */
interface Route {
  /**
   * Takes a savepoint and returns when it is complete; may be called by many threads at once.
   *
   * @throws RuntimeException if it ends in any other way
   */
  void takeSavepoint(FlinkJob job);
}
