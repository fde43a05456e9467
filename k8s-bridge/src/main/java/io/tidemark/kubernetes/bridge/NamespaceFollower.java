package io.tidemark.kubernetes.bridge;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.tidemark.kubernetes.store.SelectedNamespaces;
import io.tidemark.kubernetes.store.ServedNamespaces;
import io.tidemark.kubernetes.store.ServerRefusal;
import io.tidemark.kubernetes.store.WatchedNamespaces;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows which namespaces are served: those that are named from the start, and those with certain
 * labels from the time when they have them until they lose them or are deleted (S8).
 */
final class NamespaceFollower implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(NamespaceFollower.class);

  private final KubernetesClient client;
  private final ServedNamespaces namespaces;
  private final NamespaceAccess access;
  private final Observer observer;
  private final Map<WatchedNamespaces, CompletableFuture<Void>> served = new ConcurrentHashMap<>();
  private @Nullable SharedIndexInformer<Namespace> selected;
  private volatile String problem = "the namespaces are still being listed";

  /** Opens and closes what serves a part of the namespaces. */
  interface Observer {
    /** Begins to serve; the result completes when the resources are listed. */
    CompletableFuture<Void> open(WatchedNamespaces part);

    /** Ends to serve. */
    void close(WatchedNamespaces part);
  }

  NamespaceFollower(
      KubernetesClient client,
      ServedNamespaces namespaces,
      NamespaceAccess access,
      Observer observer) {
    this.client = requireNonNull(client, "client is null");
    this.namespaces = requireNonNull(namespaces, "namespaces is null");
    this.access = requireNonNull(access, "access is null");
    this.observer = requireNonNull(observer, "observer is null");
  }

  /** Starts; the result completes when the resources of the first namespaces are listed. */
  CompletableFuture<Void> start() {
    if (namespaces instanceof WatchedNamespaces named) {
      return openAll(named.parts().stream());
    }
    var informer = informer((SelectedNamespaces) namespaces);
    selected = informer;
    return informer.start().toCompletableFuture().thenCompose(listed -> openListed(informer));
  }

  private SharedIndexInformer<Namespace> informer(SelectedNamespaces chosen) {
    return client
        .namespaces()
        .withLabelSelector(chosen.selector().query())
        .runnableInformer(0)
        .addEventHandler(new Handler())
        .exceptionHandler((started, failure) -> retry(failure));
  }

  /** Opens what is listed. One that ends meanwhile is closed by its event after this. */
  private synchronized CompletableFuture<Void> openListed(SharedIndexInformer<Namespace> informer) {
    return openAll(informer.getStore().list().stream().map(NamespaceFollower::part));
  }

  private CompletableFuture<Void> openAll(Stream<WatchedNamespaces> parts) {
    var listed = parts.map(this::open).toArray(CompletableFuture<?>[]::new);
    return CompletableFuture.allOf(listed);
  }

  /** Opens a part unless that was done: it is found both by the first list and by its event. */
  private CompletableFuture<Void> open(WatchedNamespaces part) {
    return served.computeIfAbsent(part, observer::open);
  }

  private synchronized void close(WatchedNamespaces part) {
    if (served.remove(part) != null) {
      observer.close(part);
      access.forget(part);
      log.info("{} is not served any more", part);
    }
  }

  private boolean retry(Throwable failure) {
    problem = "the namespaces cannot be listed: " + words(failure);
    log.warn("Failed to watch the namespaces; will retry: {}", words(failure));
    return true;
  }

  private static String words(Throwable failure) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
        .filter(KubernetesClientException.class::isInstance)
        .map(KubernetesClientException.class::cast)
        .filter(answer -> answer.getCode() > 0)
        .findFirst()
        .map(ServerRefusal::words)
        .orElseGet(failure::toString);
  }

  /** Returns why it is not known which namespaces are served; empty if it is. */
  Optional<String> missing() {
    return selected == null || selected.hasSynced() ? Optional.empty() : Optional.of(problem);
  }

  /** Returns the names of namespaces that have to exist, since the configuration names them. */
  Set<String> named() {
    return namespaces instanceof WatchedNamespaces named ? named.names() : Set.of();
  }

  /**
   * Reports a namespace that does not exist: with rights for all of them, it lists as an empty one.
   */
  void lookFor(String name) {
    var part = new WatchedNamespaces(Set.of(name));
    try {
      if (client.namespaces().withName(name).get() == null) {
        access.refused(part, Namespace.class, "does not exist");
      } else {
        access.read(part, Namespace.class);
      }
    } catch (KubernetesClientException unknown) {
      log.debug("Failed to read namespace {}", name, unknown);
    }
  }

  @Override
  public void close() {
    Optional.ofNullable(selected).ifPresent(SharedIndexInformer::close);
  }

  private static WatchedNamespaces part(Namespace namespace) {
    return new WatchedNamespaces(Set.of(namespace.getMetadata().getName()));
  }

  private final class Handler implements ResourceEventHandler<Namespace> {
    @Override
    public void onAdd(Namespace added) {
      var unused = open(part(added));
    }

    @Override
    public void onUpdate(Namespace before, Namespace after) {}

    /** A namespace that loses a label is gone from the list as well. */
    @Override
    public void onDelete(Namespace last, boolean finalStateUnknown) {
      close(part(last));
    }
  }
}
