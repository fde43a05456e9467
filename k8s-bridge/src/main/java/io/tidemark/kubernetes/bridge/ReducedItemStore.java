package io.tidemark.kubernetes.bridge;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.tidemark.kubernetes.statistics.ResourceCount;
import java.util.Optional;

/** Keeps the resources of an informer, reduced to what Tidemark reads, and counts them (S8). */
final class ReducedItemStore<T extends HasMetadata> extends BasicItemStore<T> {
  private final ResourceCount<T> count;

  ReducedItemStore(ResourceCount<T> count) {
    super(Cache::metaNamespaceKeyFunc);
    this.count = count;
  }

  /**
   * Reduces the resource itself, so that handlers, which get it after this, keep nothing more
   * alive.
   */
  @Override
  public T put(String key, T resource) {
    ReducedResource.reduce(resource);
    var before = super.put(key, resource);
    count(Optional.ofNullable(before), Optional.of(resource));
    return before;
  }

  @Override
  public T remove(String key) {
    var last = super.remove(key);
    if (last != null) {
      count(Optional.of(last), Optional.empty());
    }
    return last;
  }

  /**
   * Returns false, so that handlers get each page of the first list when it arrives. They would
   * otherwise wait for the last one.
   */
  @Override
  public boolean isFullState() {
    return false;
  }

  /** Counts a change. An error there must not end the watch. */
  private void count(Optional<T> before, Optional<T> after) {
    new IsolatedTask("count a resource", () -> count.replace(before, after)).run();
  }
}
