package io.tidemark.kubernetes.bridge;

import io.tidemark.kubernetes.store.WatchedNamespaces;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Knows which namespaces cannot be read, and logs once when that begins and once when it ends. */
final class NamespaceAccess {
  private static final Logger log = LoggerFactory.getLogger(NamespaceAccess.class);

  /** The kinds that cannot be read, of each part that has some. */
  private final Map<WatchedNamespaces, Set<Class<?>>> refused = new HashMap<>();

  /** Records that the API server refuses to list a kind, or does not have the namespace itself. */
  synchronized void refused(WatchedNamespaces part, Class<?> kind, String answer) {
    if (!refused.containsKey(part)) {
      log.warn(
          "{} cannot be read, and is served again when it can be. {}: {}",
          part,
          kind.getSimpleName(),
          answer);
    }
    refused.computeIfAbsent(part, first -> new HashSet<>()).add(kind);
  }

  /** Records that a kind can be read. */
  synchronized void read(WatchedNamespaces part, Class<?> kind) {
    var kinds = refused.get(part);
    if (kinds != null && kinds.remove(kind) && kinds.isEmpty()) {
      refused.remove(part);
      log.info("{} can be read again", part);
    }
  }

  /** Forgets a part that is not served any more. */
  synchronized void forget(WatchedNamespaces part) {
    refused.remove(part);
  }

  /** Returns whether the last list of this kind was refused. */
  synchronized boolean isRefused(WatchedNamespaces part, Class<?> kind) {
    return refused.getOrDefault(part, Set.of()).contains(kind);
  }

  /** Returns the number of namespaces that cannot be read; all namespaces together count as one. */
  synchronized int unreadable() {
    return refused.size();
  }
}
