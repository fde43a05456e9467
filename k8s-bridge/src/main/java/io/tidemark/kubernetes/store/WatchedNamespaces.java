package io.tidemark.kubernetes.store;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The namespaces that Tidemark serves.
 *
 * @param names empty for all namespaces
 */
public record WatchedNamespaces(Set<String> names) {
  public static final WatchedNamespaces ALL = new WatchedNamespaces(Set.of());

  public WatchedNamespaces {
    names = Collections.unmodifiableSet(new TreeSet<>(names));
  }

  /** Returns whether Tidemark serves the namespace. */
  public boolean include(String namespace) {
    return names.isEmpty() || names.contains(namespace);
  }

  /** Returns the resources of a kind, with one request for each named namespace or one for all. */
  public <T extends HasMetadata>
      Stream<FilterWatchListDeletable<T, KubernetesResourceList<T>, Resource<T>>> resources(
          KubernetesClient client, Class<T> kind) {
    var resources = client.resources(kind);
    return names.isEmpty()
        ? Stream.of(resources.inAnyNamespace())
        : names.stream().map(resources::inNamespace);
  }
}
