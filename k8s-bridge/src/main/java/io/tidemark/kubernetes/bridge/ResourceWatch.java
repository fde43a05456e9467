package io.tidemark.kubernetes.bridge;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.tidemark.kubernetes.store.ResourceSelector;
import io.tidemark.kubernetes.store.WatchedNamespaces;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Watches the resources of one kind in the watched namespaces, each of them on its own: it keeps a
 * cache with an index, and calls an observer for every change.
 */
final class ResourceWatch<T extends HasMetadata> implements AutoCloseable {
  private final Class<T> kind;
  private final Function<WatchedNamespaces, NamespaceWatch<T>> newWatch;
  private final List<NamespaceWatch<T>> watches = new CopyOnWriteArrayList<>();

  /** Receives the changes. */
  interface Observer<T> {
    /** Handles a new or changed resource; the previous version is empty for a new one. */
    void changed(Optional<T> previous, T current);

    /** Handles a resource that is gone, with its last known state. */
    void gone(T last);
  }

  /**
   * Prepares a watch, of no namespace yet.
   *
   * @param selector the resources to watch
   * @param access learns which namespaces cannot be read
   * @param index the keys under which {@link #indexed} finds a resource
   * @param listener follows the resources in the cache
   */
  ResourceWatch(
      KubernetesClient client,
      Class<T> kind,
      ResourceSelector selector,
      NamespaceAccess access,
      Function<T, List<String>> index,
      CacheListener<T> listener,
      Observer<T> observer) {
    this.kind = kind;
    this.newWatch =
        part ->
            new NamespaceWatch<>(client, kind, part, selector, access, index, listener, observer);
  }

  /**
   * Starts to list and watch a part of the namespaces, and restarts after every outage (S3). The
   * result completes when its resources are listed, or their list is refused.
   */
  CompletableFuture<Void> open(WatchedNamespaces part) {
    var watch = newWatch.apply(part);
    watches.add(watch);
    return watch.start();
  }

  /** Ends to watch a part: its resources count as gone (S8). */
  void close(WatchedNamespaces part) {
    in(part)
        .forEach(
            watch -> {
              watches.remove(watch);
              watch.end();
            });
  }

  /** Records the namespaces that can be read again. */
  void confirm() {
    watches.forEach(NamespaceWatch::confirm);
  }

  /** Returns how often a list or a watch failed and was started again. */
  long restarts() {
    return watches.stream().mapToLong(NamespaceWatch::restarts).sum();
  }

  /** Returns what keeps this from serving any namespace; empty if nothing does. */
  Optional<String> missing() {
    if (!watches.isEmpty() && watches.stream().allMatch(NamespaceWatch::refused)) {
      return Optional.of("no watched namespace lets %s be listed".formatted(kind.getSimpleName()));
    }
    return listed() ? Optional.empty() : Optional.of("the resources are still being listed");
  }

  /** Returns whether the resources were listed in each namespace that can be read. */
  boolean listed() {
    return watches.stream()
        .allMatch(watch -> watch.synced() || watch.refused() || watch.unserved());
  }

  /** Returns whether the resources of this part were listed once, also if it cannot be read now. */
  boolean knows(WatchedNamespaces part) {
    return in(part).anyMatch(NamespaceWatch::synced);
  }

  /** Returns the resources in the cache. */
  Stream<T> cached() {
    return watches.stream().flatMap(NamespaceWatch::cached);
  }

  /** Returns the resources of a part in the cache. */
  Stream<T> cached(WatchedNamespaces part) {
    return in(part).flatMap(NamespaceWatch::cached);
  }

  /** Returns the latest version of a resource; empty if it is gone. */
  Optional<T> latest(T resource) {
    return watches.stream().flatMap(watch -> watch.latest(resource).stream()).findFirst();
  }

  /** Returns the cached resources under a key of the index. */
  Stream<T> indexed(String key) {
    return watches.stream().flatMap(watch -> watch.indexed(key));
  }

  @Override
  public void close() {
    watches.forEach(NamespaceWatch::close);
  }

  private Stream<NamespaceWatch<T>> in(WatchedNamespaces part) {
    return watches.stream().filter(watch -> watch.part().equals(part));
  }
}
