package io.tidemark.bench;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.tidemark.dev.FlinkJob;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** Creates a resource and waits until a watch sees it COMPLETED. */
final class ThroughTidemark implements Route, AutoCloseable {
  private static final Set<String> TERMINAL = Set.of("COMPLETED", "FAILED", "ABANDONED");
  private static final String TEMPLATE =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkStateSnapshot
      metadata: {namespace: default, name: bench-%d}
      spec:
        jobReference: {kind: FlinkDeployment, name: %s}
        savepoint: {}
      """;

  private final Map<String, CompletableFuture<GenericKubernetesResource>> awaited =
      new ConcurrentHashMap<>();
  private final AtomicInteger created = new AtomicInteger();
  private final KubernetesClient client;
  private final Duration limit;
  private final Watch watch;

  /**
   * @param limit how long one resource may take
   */
  ThroughTidemark(KubernetesClient client, Duration limit) {
    this.client = client;
    this.limit = limit;
    this.watch = resources().inNamespace("default").watch(new TerminalStates());
  }

  @Override
  public void takeSavepoint(FlinkJob job) {
    var yaml = TEMPLATE.formatted(created.incrementAndGet(), job.name());
    var resource = Serialization.unmarshal(yaml, GenericKubernetesResource.class);
    var ended = new CompletableFuture<GenericKubernetesResource>();
    awaited.put(resource.getMetadata().getName(), ended);
    client.resource(resource).create();
    check(resultOf(ended, resource));
  }

  @Override
  public void close() {
    watch.close();
  }

  private MixedOperation<GenericKubernetesResource, ?, Resource<GenericKubernetesResource>>
      resources() {
    return client.genericKubernetesResources("flink.apache.org/v1beta1", "FlinkStateSnapshot");
  }

  private GenericKubernetesResource resultOf(
      CompletableFuture<GenericKubernetesResource> ended, GenericKubernetesResource resource) {
    var name = resource.getMetadata().getName();
    try {
      return ended.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(name + " did not end: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted in " + name, e);
    }
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

  private final class TerminalStates implements Watcher<GenericKubernetesResource> {
    @Override
    public void eventReceived(Action action, GenericKubernetesResource resource) {
      if (TERMINAL.contains(state(resource))) {
        awaited.get(resource.getMetadata().getName()).complete(resource);
      }
    }

    @Override
    public void onClose(WatcherException cause) {
      awaited.values().forEach(it -> it.completeExceptionally(cause));
    }
  }
}
