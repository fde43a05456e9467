package io.tidemark.workflow.resource;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Instant;

/**
 * The deletion of a resource that its finalizer keeps.
 *
 * @param at {@code metadata.deletionTimestamp}
 * @param namespaceEnding whether the namespace is being deleted too: Flink is then asked once, and
 *     what cannot be reached is left (R15)
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RequestedDeletion(Instant at, boolean namespaceEnding) {
  public RequestedDeletion {
    requireNonNull(at, "at is null");
  }
}
