package io.tidemark.kubernetes.store;

import static java.util.stream.Collectors.toSet;

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
 * @param names their names; none if these are all namespaces
 * @param all true for all namespaces
 */
public record WatchedNamespaces(Set<String> names, boolean all) implements ServedNamespaces {
  public static final WatchedNamespaces ALL = new WatchedNamespaces(Set.of());

  /** The number of resources that are listed at once, each of which may take 10 KB and more. */
  public static final long PAGE = 500;

  public WatchedNamespaces {
    names = Collections.unmodifiableSet(new TreeSet<>(names));
  }

  /** The namespaces with these names, or all of them if there are none. */
  public WatchedNamespaces(Set<String> names) {
    this(names, names.isEmpty());
  }

  @Override
  public WatchedNamespaces now(KubernetesClient client) {
    return this;
  }

  @Override
  public WatchedNamespaces everywhere() {
    return this;
  }

  /** Returns whether Tidemark serves the namespace. */
  public boolean include(String namespace) {
    return all || names.contains(namespace);
  }

  /** Returns these namespaces together with another one. */
  public WatchedNamespaces with(String namespace) {
    return include(namespace)
        ? this
        : new WatchedNamespaces(
            Stream.concat(names.stream(), Stream.of(namespace)).collect(toSet()), false);
  }

  /**
   * Returns the parts that are read with a request each: the named namespaces, or all of them
   * together. One that cannot be read does not affect the others (S3).
   */
  public List<WatchedNamespaces> parts() {
    return all
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
    if (all) {
      return resources.inAnyNamespace();
    }
    if (names.size() == 1) {
      return resources.inNamespace(names.iterator().next());
    }
    throw new IllegalStateException("not one part: " + names);
  }

  /**
   * Lists the resources of a kind, with one request for each page.
   *
   * @throws IllegalStateException if these are several {@link #parts}
   */
  public <T extends HasMetadata> Stream<T> list(KubernetesClient client, Class<T> kind) {
    return pages(client, kind).flatMap(chunk -> chunk.items().stream());
  }

  /**
   * Lists the resources of a kind in pages, each of which is requested when it is needed.
   *
   * @throws IllegalStateException if these are several {@link #parts}
   */
  <T extends HasMetadata> Stream<ListChunk<T>> pages(KubernetesClient client, Class<T> kind) {
    var resources = resources(client, kind);
    return Stream.iterate(
        ListChunk.read(resources, PAGE, null),
        Objects::nonNull,
        last -> last.next().map(token -> ListChunk.read(resources, PAGE, token)).orElse(null));
  }

  /** Names them for people. */
  @Override
  public String toString() {
    return switch (names.size()) {
      case 0 -> all ? "all namespaces" : "no namespace";
      case 1 -> "namespace " + names.iterator().next();
      default -> "namespaces " + String.join(", ", names);
    };
  }
}
