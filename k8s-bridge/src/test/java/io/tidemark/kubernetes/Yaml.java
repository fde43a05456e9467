package io.tidemark.kubernetes;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/** Reads YAML as the client reads what the API server sends. */
public final class Yaml {
  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

  private Yaml() {}

  /** Reads a document; the marker keeps flow style from being taken for JSON. */
  public static <T> T read(String yaml, Class<T> type) {
    return SERIALIZATION.unmarshal("---\n" + yaml, type);
  }
}
