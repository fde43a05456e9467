package io.tidemark.workflow.resource;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.tidemark.workflow.model.SnapshotId;

/**
 * Requests the next step of a resource.
 *
 * @param snapshot the resource
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ClaimRequest(SnapshotId snapshot) {
  public ClaimRequest {
    requireNonNull(snapshot, "snapshot is null");
  }
}
