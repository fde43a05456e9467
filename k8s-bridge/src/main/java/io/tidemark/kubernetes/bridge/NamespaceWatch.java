package io.tidemark.kubernetes.bridge;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.tidemark.kubernetes.bridge.ResourceWatch.Observer;
import io.tidemark.kubernetes.model.FlinkStateSnapshot;
import io.tidemark.kubernetes.store.ResourceSelector;
import io.tidemark.kubernetes.store.ServerRefusal;
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
 * Watches the resources of one kind in one namespace, or in all together. It lists them again after
 * every outage, at most 32 s apart, also while the API server refuses that (S3).
 */
final class NamespaceWatch<T extends HasMetadata> implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(NamespaceWatch.class);
  private static final String INDEX = "tidemark";

  private final WatchedNamespaces part;
  private final Class<T> kind;
  private final NamespaceAccess access;
  private final ReducedItemStore<T> store;
  private final Handler<T> handler;
  private final SharedIndexInformer<T> informer;
  private final LongAdder restarts = new LongAdder();
  private final CompletableFuture<Void> answered = new CompletableFuture<>();

  /**
   * Is true if the last answer was that there are no such resources, since their CRD is missing.
   */
  private volatile boolean unknownKind;

  NamespaceWatch(
      KubernetesClient client,
      Class<T> kind,
      WatchedNamespaces part,
      ResourceSelector selector,
      NamespaceAccess access,
      Function<T, List<String>> index,
      CacheListener<T> listener,
      Observer<T> observer) {
    this.part = part;
    this.kind = kind;
    this.access = access;
    this.store = new ReducedItemStore<>(listener);
    this.handler = new Handler<>(observer);
    this.informer =
        part.resources(client, kind)
            .withLabelSelector(selector.query())
            .withLimit(WatchedNamespaces.PAGE)
            .runnableInformer(0)
            .removeNamespaceIndex()
            .itemStore(store)
            .addIndexers(Map.of(INDEX, index))
            .addEventHandler(handler)
            .exceptionHandler((started, failure) -> restart(failure));
  }

  /** Starts to list and watch. The result completes with the first list, or its refusal. */
  CompletableFuture<Void> start() {
    var unused = informer.start().thenRun(() -> answered.complete(null));
    return answered;
  }

  WatchedNamespaces part() {
    return part;
  }

  /** Returns how often a list or a watch failed and was started again. */
  long restarts() {
    return restarts.sum();
  }

  /** Returns whether all resources were listed at least once. */
  boolean synced() {
    return informer.hasSynced();
  }

  /** Returns whether the API server refused the last list or watch. */
  boolean refused() {
    return access.isRefused(part, kind) && !informer.isWatching();
  }

  /** Returns whether the API server does not serve the kind, which jobs can do without (L1). */
  boolean unserved() {
    return unknownKind && !informer.isWatching();
  }

  /** Records that the namespace can be read again. A list alone does not mean that. */
  void confirm() {
    if (informer.isWatching()) {
      access.read(part, kind);
      unknownKind = false;
    }
  }

  /** Returns the resources in the cache. */
  Stream<T> cached() {
    return informer.getStore().list().stream();
  }

  /** Returns the latest version of a resource; empty if it is gone. */
  Optional<T> latest(T resource) {
    return Optional.ofNullable(informer.getStore().get(resource));
  }

  /** Returns the cached resources under a key of the index. */
  Stream<T> indexed(String key) {
    return informer.getIndexer().byIndex(INDEX, key).stream();
  }

  @Override
  public void close() {
    informer.close();
  }

  /** Closes the watch, and treats all its resources as gone: its namespace is not served now. */
  void end() {
    close();
    handler.end(store.clear());
  }

  /** Reports an error that the API server answered; readiness reports one that does not answer. */
  private boolean restart(Throwable failure) {
    restarts.increment();
    Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
        .filter(KubernetesClientException.class::isInstance)
        .map(KubernetesClientException.class::cast)
        .filter(answer -> answer.getCode() > 0)
        .findFirst()
        .ifPresent(this::report);
    return true;
  }

  private void report(KubernetesClientException answer) {
    var words = ServerRefusal.words(answer);
    var unserved = kind.equals(FlinkStateSnapshot.class) && ServerRefusal.ofUnknownKind(answer);
    if (unserved) {
      reportUnserved();
      answered.complete(null);
    } else if (ServerRefusal.preventsReading(answer)) {
      access.refused(part, kind, words);
      answered.complete(null);
    } else {
      log.warn("Failed to watch {} in {}; will retry: {}", kind.getSimpleName(), part, words);
    }
  }

  private void reportUnserved() {
    if (!unknownKind) {
      log.warn("The CRD of {} is missing; its resources are served once it is installed", kind);
    }
    unknownKind = true;
  }

  /** Passes events on until the end, after which those that are still queued count no more. */
  private static final class Handler<T> implements ResourceEventHandler<T> {
    private final Observer<T> observer;
    private boolean ended;

    Handler(Observer<T> observer) {
      this.observer = observer;
    }

    synchronized void end(List<T> last) {
      ended = true;
      last.forEach(observer::gone);
    }

    @Override
    public synchronized void onAdd(T added) {
      if (!ended) {
        observer.changed(Optional.empty(), added);
      }
    }

    @Override
    public synchronized void onUpdate(T before, T after) {
      if (!ended) {
        observer.changed(Optional.of(before), after);
      }
    }

    @Override
    public synchronized void onDelete(T last, boolean finalStateUnknown) {
      if (!ended) {
        observer.gone(last);
      }
    }
  }
}
