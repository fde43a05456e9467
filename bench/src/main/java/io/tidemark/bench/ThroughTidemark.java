package io.tidemark.bench;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.Watcher.Action;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.tidemark.dev.FlinkJob;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiPredicate;

/** Creates a resource and waits until a watch sees it COMPLETED; deletes it, until it is gone. */
final class ThroughTidemark implements Route, AutoCloseable {
  private static final Set<String> TERMINAL = Set.of("COMPLETED", "FAILED", "ABANDONED");
  private static final String TEMPLATE =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkStateSnapshot
      metadata: {namespace: %s, name: %s-%d}
      spec:
        jobReference: {kind: FlinkDeployment, name: %s}
        savepoint: {}
      """;

  private final Map<String, Expected> expected = new ConcurrentHashMap<>();
  private final Queue<GenericKubernetesResource> taken = new ConcurrentLinkedQueue<>();
  private final AtomicInteger created = new AtomicInteger();
  private final KubernetesClient client;
  private final String namespace;
  private final String name;
  private final Duration limit;
  private final Watch watch;

  /** Takes savepoints of jobs in the namespace {@code default}. */
  ThroughTidemark(KubernetesClient client, Duration limit) {
    this(client, "default", "bench", limit);
  }

  /**
   * @param namespace of the jobs
   * @param name of the resources, which are numbered
   * @param limit how long one resource may take
   */
  ThroughTidemark(KubernetesClient client, String namespace, String name, Duration limit) {
    this.client = client;
    this.namespace = namespace;
    this.name = name;
    this.limit = limit;
    this.watch = resources().inNamespace(namespace).watch(new Ends());
  }

  @Override
  public void takeSavepoint(FlinkJob job) {
    var yaml = TEMPLATE.formatted(namespace, name, created.incrementAndGet(), job.name());
    var resource = Serialization.unmarshal(yaml, GenericKubernetesResource.class);
    check(awaitAfter(client.resource(resource)::create, resource, ThroughTidemark::terminal));
    taken.add(resource);
  }

  @Override
  public void disposeOfSavepoint() {
    var resource = taken.remove();
    awaitAfter(client.resource(resource)::delete, resource, (action, seen) -> deleted(action));
  }

  /** Returns the number of those that this route has taken and not disposed of. */
  int taken() {
    return taken.size();
  }

  /** Counts the resources that exist now. */
  @Override
  public int count() {
    return (int) resources().inNamespace(namespace).resources().count();
  }

  @Override
  public void close() {
    watch.close();
  }

  private MixedOperation<GenericKubernetesResource, ?, Resource<GenericKubernetesResource>>
      resources() {
    return client.genericKubernetesResources("flink.apache.org/v1beta1", "FlinkStateSnapshot");
  }

  private GenericKubernetesResource awaitAfter(
      Runnable request,
      GenericKubernetesResource resource,
      BiPredicate<Action, GenericKubernetesResource> end) {
    var resourceName = resource.getMetadata().getName();
    var awaited = new Expected(end, new CompletableFuture<>());
    expected.put(resourceName, awaited);
    request.run();
    try {
      return awaited.seen().get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(resourceName + " did not end: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted in " + resourceName, e);
    }
  }

  private static boolean terminal(Action action, GenericKubernetesResource resource) {
    return TERMINAL.contains(state(resource));
  }

  private static boolean deleted(Action action) {
    return action == Action.DELETED;
  }

  private static void check(GenericKubernetesResource resource) {
    if (!state(resource).equals("COMPLETED")) {
      throw new IllegalStateException(
          resource.getMetadata().getName() + ": " + resource.<Object>get("status"));
    }
  }

  private static String state(GenericKubernetesResource resource) {
    return String.valueOf(resource.<Object>get("status", "state"));
  }

  /**
   * @param end what is waited for
   * @param seen done then
   */
  private record Expected(
      BiPredicate<Action, GenericKubernetesResource> end,
      CompletableFuture<GenericKubernetesResource> seen) {}

  private final class Ends implements Watcher<GenericKubernetesResource> {
    @Override
    public void eventReceived(Action action, GenericKubernetesResource resource) {
      Optional.ofNullable(expected.get(resource.getMetadata().getName()))
          .filter(awaited -> awaited.end().test(action, resource))
          .ifPresent(awaited -> awaited.seen().complete(resource));
    }

    @Override
    public void onClose(WatcherException cause) {
      expected.values().forEach(it -> it.seen().completeExceptionally(cause));
    }
  }
}
