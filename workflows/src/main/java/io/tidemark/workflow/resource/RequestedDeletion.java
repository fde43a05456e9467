package io.tidemark.workflow.resource;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The deletion of a resource that its finalizer keeps.
 *
 * @param at {@code metadata.deletionTimestamp}
 * @param namespaceEnding whether the namespace is being deleted too: Flink is then called once, and
 *     data that cannot be reached is kept (R15)
 * @param otherFinalizers the finalizers without ours; null if they are to be read again
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RequestedDeletion(
    Instant at, boolean namespaceEnding, @Nullable List<String> otherFinalizers) {
  public RequestedDeletion {
    requireNonNull(at, "at is null");
    otherFinalizers = otherFinalizers == null ? null : List.copyOf(otherFinalizers);
  }

  /** Returns the same deletion together with that of the namespace. */
  public RequestedDeletion withNamespace() {
    return new RequestedDeletion(at, true, otherFinalizers);
  }
}
