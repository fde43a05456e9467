package io.tidemark.kubernetes.store;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A reading of several namespaces, of which some may not be readable (S3).
 *
 * @param found what was read in the others
 * @param problems one line for each part that cannot be read
 */
public record NamespacedReading<T>(List<T> found, Map<WatchedNamespaces, String> problems) {
  public NamespacedReading {
    found = List.copyOf(found);
    problems = Map.copyOf(problems);
  }

  /**
   * Reads the namespaces one after the other.
   *
   * @param read reads one part
   * @throws KubernetesClientException if the API server does not answer, or answers with another
   *     error than a refusal
   */
  public static <T> NamespacedReading<T> of(
      WatchedNamespaces namespaces, Function<WatchedNamespaces, Stream<T>> read) {
    var found = new ArrayList<T>();
    var problems = new HashMap<WatchedNamespaces, String>();
    for (var part : namespaces.parts()) {
      try {
        found.addAll(read.apply(part).toList());
      } catch (KubernetesClientException refused) {
        if (!ServerRefusal.preventsReading(refused)) {
          throw refused;
        }
        problems.put(part, part + " cannot be read: " + ServerRefusal.words(refused));
      }
    }
    return new NamespacedReading<>(found, problems);
  }
}
