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
 * The namespaces that are served.
 *
 * @param names empty for all there are
 */
public record WatchedNamespaces(Set<String> names) {
  public static final WatchedNamespaces ALL = new WatchedNamespaces(Set.of());

  public WatchedNamespaces {
    names = Collections.unmodifiableSet(new TreeSet<>(names));
  }

  /** Whether resources in this one are served. */
  public boolean include(String namespace) {
    return names.isEmpty() || names.contains(namespace);
  }

  /** The resources of a kind, by one request for each namespace or one for all. */
  public <T extends HasMetadata>
      Stream<FilterWatchListDeletable<T, KubernetesResourceList<T>, Resource<T>>> resources(
          KubernetesClient client, Class<T> kind) {
    var resources = client.resources(kind);
    return names.isEmpty()
        ? Stream.of(resources.inAnyNamespace())
        : names.stream().map(resources::inNamespace);
  }
}
