package io.tidemark.kubernetes.bridge;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;

/** Keeps the resources of an informer, reduced to what Tidemark reads (S8). */
final class ReducedItemStore<T extends HasMetadata> extends BasicItemStore<T> {
  ReducedItemStore() {
    super(Cache::metaNamespaceKeyFunc);
  }

  /**
   * Reduces the resource itself, so that handlers, which get it after this, keep nothing more
   * alive.
   */
  @Override
  public T put(String key, T resource) {
    ReducedResource.reduce(resource);
    return super.put(key, resource);
  }
}
