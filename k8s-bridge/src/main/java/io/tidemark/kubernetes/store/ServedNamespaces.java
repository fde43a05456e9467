package io.tidemark.kubernetes.store;

import io.fabric8.kubernetes.client.KubernetesClient;

/** Which namespaces Tidemark serves: by their names, or by their labels, which may change (S8). */
public sealed interface ServedNamespaces permits WatchedNamespaces, SelectedNamespaces {
  /** Returns the namespaces now, with one request unless they are known by name. */
  WatchedNamespaces now(KubernetesClient client);

  /** Returns where a right is needed to serve any namespace that this may become. */
  WatchedNamespaces everywhere();
}
