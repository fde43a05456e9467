package io.tidemark.flink.access;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Optional;

/**
 * The contents of a Secret.
 *
 * @param name its name for messages, such as {@code Secret shop/flink-tls}
 * @param texts its values by key
 */
public record SecretContents(String name, Map<String, String> texts) {
  public SecretContents {
    requireNonNull(name, "name is null");
    texts = Map.copyOf(texts);
  }

  Optional<String> find(String key) {
    return Optional.ofNullable(texts.get(key));
  }

  String require(String key) throws UnusableSecretException {
    return find(key).orElseThrow(() -> new UnusableSecretException(name + " has no key " + key));
  }

  /**
   * Returns the exception for a key with an invalid value.
   *
   * @param problem continues a sentence that starts with the key
   */
  UnusableSecretException unusable(String key, String problem) {
    return new UnusableSecretException("the key %s of %s %s".formatted(key, name, problem));
  }

  /** Returns the name only, so that no secret value gets into a log. */
  @Override
  public String toString() {
    return name;
  }
}
