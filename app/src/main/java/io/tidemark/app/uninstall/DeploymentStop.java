package io.tidemark.app.uninstall;

import static java.net.HttpURLConnection.HTTP_NOT_FOUND;
import static java.util.Objects.requireNonNull;

import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Ends the pods of a Deployment and keeps the Deployment, as {@code kubectl scale --replicas=0}
 * does. It needs the rights to get and update deployments/scale and to list pods.
 */
public final class DeploymentStop {
  private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

  private final KubernetesClient kubernetes;
  private final String namespace;
  private final RetryPolicy<List<String>> untilNoneIsLeft;

  /**
   * Creates a command for one namespace.
   *
   * @param kubernetes the API server
   * @param namespace the namespace of the Deployment
   * @param patience limit for the end of its pods
   */
  public DeploymentStop(KubernetesClient kubernetes, String namespace, Duration patience) {
    this.kubernetes = requireNonNull(kubernetes, "kubernetes is null");
    this.namespace = requireNonNull(namespace, "namespace is null");
    this.untilNoneIsLeft =
        RetryPolicy.<List<String>>builder()
            .handleResultIf(left -> !left.isEmpty())
            .withDelay(Duration.ofMillis(500))
            .withMaxDuration(patience)
            .withMaxRetries(-1)
            .build();
  }

  /**
   * Stops the Deployment and returns when no pod is left; succeeds for one that does not exist.
   *
   * @throws IllegalStateException if pods are left when the patience is over
   */
  public void stop(String deployment) {
    try {
      awaitEnd(deployment, scaledToZero(deployment));
    } catch (KubernetesClientException e) {
      if (e.getCode() != HTTP_NOT_FOUND) {
        throw e;
      }
    }
  }

  /** Scales the Deployment to zero and returns the selector of its pods. */
  private String scaledToZero(String deployment) {
    var resource = kubernetes.apps().deployments().inNamespace(namespace).withName(deployment);
    var scale = resource.scale();
    scale.getSpec().setReplicas(0);
    return resource.scale(scale).getStatus().getSelector();
  }

  private void awaitEnd(String deployment, String selector) {
    var left = Failsafe.with(untilNoneIsLeft).get(() -> running(selector));
    if (!left.isEmpty()) {
      throw new IllegalStateException(
          "deployment %s/%s was scaled to 0, but these pods still run: %s"
              .formatted(namespace, deployment, String.join(", ", left)));
    }
  }

  private List<String> running(String selector) {
    return kubernetes
        .pods()
        .inNamespace(namespace)
        .withLabelSelector(selector)
        .list()
        .getItems()
        .stream()
        .filter(pod -> !ENDED.contains(pod.getStatus().getPhase()))
        .map(DeploymentStop::name)
        .toList();
  }

  private static String name(Pod pod) {
    return pod.getMetadata().getName();
  }
}
