package io.tidemark.kubernetes.bridge;

import java.util.Optional;

/** Follows a cache. It is called in the order of the cache's changes. */
@FunctionalInterface
interface CacheListener<T> {
  /**
   * Handles a change.
   *
   * @param before the resource that is no longer in the cache; empty for a new one
   * @param after the resource that is in the cache now; empty for one that is gone
   */
  void replaced(Optional<T> before, Optional<T> after);
}
