package io.tidemark.kubernetes.bridge;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.tidemark.kubernetes.store.WatchedNamespaces;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the resources of one kind in the watched namespaces: it keeps a cache with an index, and
 * calls an observer for every change.
 */
final class ResourceWatch<T extends HasMetadata> implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ResourceWatch.class);
  private static final String INDEX = "tidemark";

  private final List<SharedIndexInformer<T>> informers;
  private final LongAdder restarts = new LongAdder();

  /** Receives the changes. */
  interface Observer<T> {
    /** Handles a new or changed resource; the previous version is empty for a new one. */
    void changed(Optional<T> previous, T current);

    /** Handles a resource that is gone, with its last known state. */
    void gone(T last);
  }

  /**
   * Prepares a watch.
   *
   * @param index the keys under which {@link #indexed} finds a resource
   */
  ResourceWatch(
      KubernetesClient client,
      Class<T> kind,
      WatchedNamespaces namespaces,
      Function<T, List<String>> index,
      Observer<T> observer) {
    this.informers =
        namespaces
            .resources(client, kind)
            .map(
                scope ->
                    scope
                        .runnableInformer(0)
                        .addIndexers(Map.of(INDEX, index))
                        .addEventHandler(new Handler<>(observer))
                        .exceptionHandler((started, failure) -> restart(kind, failure)))
            .toList();
  }

  /**
   * Starts to list and watch, and restarts after every outage (S3). The result completes when all
   * resources are listed.
   */
  CompletableFuture<Void> start() {
    return CompletableFuture.allOf(
        informers.stream()
            .map(informer -> informer.start().toCompletableFuture())
            .toArray(CompletableFuture<?>[]::new));
  }

  /** Logs an error that the API server answered; readiness reports one that cannot be reached. */
  private boolean restart(Class<T> kind, Throwable failure) {
    restarts.increment();
    Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
        .filter(KubernetesClientException.class::isInstance)
        .map(KubernetesClientException.class::cast)
        .filter(answered -> answered.getCode() > 0)
        .findFirst()
        .ifPresent(
            answered ->
                log.warn(
                    "Failed to watch {}; will retry: {}", kind.getSimpleName(), message(answered)));
    return true;
  }

  /** Returns status and message of the API server, without the client's description of the call. */
  private static String message(KubernetesClientException answered) {
    return answered.getCode()
        + " "
        + Optional.ofNullable(answered.getStatus())
            .map(Status::getMessage)
            .orElseGet(answered::getMessage);
  }

  /** Returns how often a list or a watch failed and was started again. */
  long restarts() {
    return restarts.sum();
  }

  /** Returns whether all resources were listed. */
  boolean synced() {
    return informers.stream().allMatch(SharedIndexInformer::hasSynced);
  }

  /** Returns the resources in the cache. */
  Stream<T> cached() {
    return informers.stream().flatMap(informer -> informer.getStore().list().stream());
  }

  /** Returns the latest version of a resource; empty if it is gone. */
  Optional<T> latest(T resource) {
    return informers.stream()
        .map(informer -> informer.getStore().get(resource))
        .filter(Objects::nonNull)
        .findFirst();
  }

  /** Returns the cached resources under a key of the index. */
  Stream<T> indexed(String key) {
    return informers.stream()
        .flatMap(informer -> informer.getIndexer().byIndex(INDEX, key).stream());
  }

  @Override
  public void close() {
    informers.forEach(SharedIndexInformer::close);
  }

  private record Handler<T>(Observer<T> observer) implements ResourceEventHandler<T> {
    @Override
    public void onAdd(T added) {
      observer.changed(Optional.empty(), added);
    }

    @Override
    public void onUpdate(T before, T after) {
      observer.changed(Optional.of(before), after);
    }

    @Override
    public void onDelete(T last, boolean finalStateUnknown) {
      observer.gone(last);
    }
  }
}
