package io.tidemark.kubernetes.store;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toSet;

import io.fabric8.kubernetes.client.KubernetesClient;

/**
 * The namespaces with certain labels.
 *
 * @param selector selects them by their labels
 */
public record SelectedNamespaces(ResourceSelector selector) implements ServedNamespaces {
  public SelectedNamespaces {
    requireNonNull(selector, "selector is null");
  }

  @Override
  public WatchedNamespaces now(KubernetesClient client) {
    var found = client.namespaces().withLabelSelector(selector.query()).list().getItems();
    var names = found.stream().map(it -> it.getMetadata().getName()).collect(toSet());
    return new WatchedNamespaces(names, false);
  }

  @Override
  public WatchedNamespaces everywhere() {
    return WatchedNamespaces.ALL;
  }

  /** Names them for people. */
  @Override
  public String toString() {
    return "namespaces with the labels " + selector;
  }
}
