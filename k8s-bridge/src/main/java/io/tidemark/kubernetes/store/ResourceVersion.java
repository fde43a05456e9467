package io.tidemark.kubernetes.store;

import static java.util.Objects.requireNonNull;

import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The version of a resource or a list. Those of one kind can be compared: they are decimal numbers
 * of any length, as Kubernetes has documented since 1.35 (<a
 * href="https://www.kubernetes.dev/resources/keps/5504/">KEP-5504</a>).
 */
public record ResourceVersion(BigInteger number) implements Comparable<ResourceVersion> {
  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]*");

  public ResourceVersion {
    requireNonNull(number, "number is null");
  }

  /** Reads a version; empty if it cannot be compared. */
  static Optional<ResourceVersion> of(@Nullable String text) {
    return Optional.ofNullable(text)
        .filter(NUMBER.asMatchPredicate())
        .map(BigInteger::new)
        .map(ResourceVersion::new);
  }

  /** Returns whether this version contains all changes of the other. */
  boolean includes(ResourceVersion other) {
    return compareTo(other) >= 0;
  }

  @Override
  public int compareTo(ResourceVersion other) {
    return number.compareTo(other.number);
  }

  @Override
  public String toString() {
    return number.toString();
  }
}
