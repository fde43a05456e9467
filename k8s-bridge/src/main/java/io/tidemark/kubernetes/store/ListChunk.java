package io.tidemark.kubernetes.store;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListMeta;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Listable;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list, as the API server cuts it: in the order of namespace and name.
 *
 * @param items the resources
 * @param next the continue token of the next part; empty after the last one
 * @param version the version of the whole list, which all parts share; empty if there is none
 */
public record ListChunk<T>(
    List<T> items, Optional<String> next, Optional<ResourceVersion> version) {
  public ListChunk {
    items = List.copyOf(items);
  }

  /**
   * Reads a part.
   *
   * @param limit the largest number of resources
   * @param token where it begins; null for the first part
   * @throws KubernetesClientException with code 410 if the API server has forgotten the token
   */
  static <T extends HasMetadata> ListChunk<T> read(
      Listable<? extends KubernetesResourceList<T>> list, long limit, @Nullable String token) {
    var answer = list.list(new ListOptionsBuilder().withLimit(limit).withContinue(token).build());
    var metadata = Optional.ofNullable(answer.getMetadata());
    return new ListChunk<>(
        answer.getItems(),
        metadata.map(ListMeta::getContinue).filter(text -> !text.isEmpty()),
        metadata.map(ListMeta::getResourceVersion).flatMap(ResourceVersion::of));
  }

  /**
   * Reads a part as {@link #read} does; the first one if the API server has forgotten the token.
   */
  static <T extends HasMetadata> ListChunk<T> readOrRestart(
      Listable<? extends KubernetesResourceList<T>> list, long limit, @Nullable String token) {
    try {
      return read(list, limit, token);
    } catch (KubernetesClientException refused) {
      if (token == null || refused.getCode() != HttpURLConnection.HTTP_GONE) {
        throw refused;
      }
      return read(list, limit, null);
    }
  }
}
