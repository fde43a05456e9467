package io.tidemark.kubernetes.statistics;

import java.util.Optional;

/** Counts the resources of a cache as they are replaced. It is called in the order of the cache. */
@FunctionalInterface
public interface ResourceCount<T> {
  /**
   * Counts a change.
   *
   * @param before the resource that is no longer in the cache; empty for a new one
   * @param after the resource that is in the cache now; empty for one that is gone
   */
  void replace(Optional<T> before, Optional<T> after);
}
