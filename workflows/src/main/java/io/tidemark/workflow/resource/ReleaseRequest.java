package io.tidemark.workflow.resource;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.tidemark.workflow.model.SnapshotId;
import org.jspecify.annotations.Nullable;

/**
 * Requests the removal of our finalizer from a resource that is being deleted (R16).
 *
 * @param snapshot the resource
 * @param event an event to publish before; null for none
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ReleaseRequest(SnapshotId snapshot, @Nullable ResourceEvent event) {
  public ReleaseRequest {
    requireNonNull(snapshot, "snapshot is null");
  }
}
