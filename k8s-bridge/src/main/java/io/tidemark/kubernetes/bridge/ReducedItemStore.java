package io.tidemark.kubernetes.bridge;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.List;
import java.util.Optional;

/** Keeps the resources of an informer, reduced to what Tidemark reads (S8). */
final class ReducedItemStore<T extends HasMetadata> extends BasicItemStore<T> {
  private final CacheListener<T> listener;
  private boolean closed;

  ReducedItemStore(CacheListener<T> listener) {
    super(Cache::metaNamespaceKeyFunc);
    this.listener = listener;
  }

  /**
   * Reduces the resource itself, so that handlers, which get it after this, keep nothing more
   * alive.
   */
  @Override
  public synchronized T put(String key, T resource) {
    if (closed) {
      return null;
    }
    ReducedResource.reduce(resource);
    var before = super.put(key, resource);
    replaced(Optional.ofNullable(before), Optional.of(resource));
    return before;
  }

  @Override
  public synchronized T remove(String key) {
    var last = super.remove(key);
    if (last != null) {
      replaced(Optional.of(last), Optional.empty());
    }
    return last;
  }

  /** Removes all resources for good, and returns them. */
  synchronized List<T> clear() {
    closed = true;
    var last = values().toList();
    last.forEach(resource -> remove(getKey(resource)));
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

  /** Reports a change. An error of the listener must not end the watch. */
  private void replaced(Optional<T> before, Optional<T> after) {
    new IsolatedTask("count a resource", () -> listener.replaced(before, after)).run();
  }
}
