package io.tidemark.workflow.resource;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.tidemark.workflow.model.SnapshotId;

/**
 * Requests an event on a resource whose status does not change.
 *
 * @param snapshot the resource
 * @param event the event
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record EventRequest(SnapshotId snapshot, ResourceEvent event) {
  public EventRequest {
    requireNonNull(snapshot, "snapshot is null");
    requireNonNull(event, "event is null");
  }
}
