package io.tidemark.workflow.resource;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Instant;

/**
 * The deletion of a resource that its finalizer keeps.
 *
 * @param at {@code metadata.deletionTimestamp}
 * @param namespaceEnding whether the namespace is being deleted too: Flink is then called once, and
 *     data that cannot be reached is kept (R15)
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RequestedDeletion(Instant at, boolean namespaceEnding) {
  public RequestedDeletion {
    requireNonNull(at, "at is null");
  }
}
