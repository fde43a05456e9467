package io.tidemark.kubernetes.store;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
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

  /** The number of resources that are listed at once, each of which may take 10 KB and more. */
  public static final long PAGE = 500;

  public WatchedNamespaces {
    names = Collections.unmodifiableSet(new TreeSet<>(names));
  }

  /** Returns whether Tidemark serves the namespace. */
  public boolean include(String namespace) {
    return names.isEmpty() || names.contains(namespace);
  }

  /**
   * Returns the parts that are read with a request each: the named namespaces, or all of them
   * together. One that cannot be read does not affect the others (S3).
   */
  public List<WatchedNamespaces> parts() {
    return names.isEmpty()
        ? List.of(this)
        : names.stream().map(name -> new WatchedNamespaces(Set.of(name))).toList();
  }

  /**
   * Returns the resources of a kind, to be read with one request.
   *
   * @throws IllegalStateException if these are several {@link #parts}
   */
  public <T extends HasMetadata>
      FilterWatchListDeletable<T, KubernetesResourceList<T>, Resource<T>> resources(
          KubernetesClient client, Class<T> kind) {
    var resources = client.resources(kind);
    return switch (names.size()) {
      case 0 -> resources.inAnyNamespace();
      case 1 -> resources.inNamespace(names.iterator().next());
      default -> throw new IllegalStateException("several namespaces: " + names);
    };
  }

  /**
   * Lists the resources of a kind, with one request for each page.
   *
   * @throws IllegalStateException if these are several {@link #parts}
   */
  public <T extends HasMetadata> Stream<T> list(KubernetesClient client, Class<T> kind) {
    var resources = resources(client, kind);
    return Stream.iterate(
            ListChunk.read(resources, PAGE, null),
            Objects::nonNull,
            last -> last.next().map(token -> ListChunk.read(resources, PAGE, token)).orElse(null))
        .flatMap(chunk -> chunk.items().stream());
  }

  /** Names them for people. */
  @Override
  public String toString() {
    return switch (names.size()) {
      case 0 -> "all namespaces";
      case 1 -> "namespace " + names.iterator().next();
      default -> "namespaces " + String.join(", ", names);
    };
  }
}
