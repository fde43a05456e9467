package io.tidemark.flink.access;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Optional;

/**
 * What a Secret holds.
 *
 * @param name what people call it, such as {@code Secret shop/flink-tls}
 * @param texts its texts by key
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

  /** Why the text of a key is of no use. */
  UnusableSecretException unusable(String key, String why) {
    return new UnusableSecretException("the key %s of %s %s".formatted(key, name, why));
  }

  /** Its name only: a text in a log would be no secret any more. */
  @Override
  public String toString() {
    return name;
  }
}
