package io.tidemark.workflow.resource;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.tidemark.workflow.model.SnapshotId;
import org.jspecify.annotations.Nullable;

/**
 * Asks to let a resource go that is being deleted: to take our finalizer off (R16).
 *
 * @param snapshot the resource
 * @param event an event to publish before, or null
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ReleaseRequest(SnapshotId snapshot, @Nullable ResourceEvent event) {
  public ReleaseRequest {
    requireNonNull(snapshot, "snapshot is null");
  }
}
