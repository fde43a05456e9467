package io.tidemark.workflow.resource;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.tidemark.workflow.model.SnapshotId;

/**
 * Requests the next step of a resource.
 *
 * @param snapshot the resource
 * @param clusterFirst whether the job was not ready when its cluster was last looked at: no attempt
 *     is written before the cluster is looked at again (R10)
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ClaimRequest(SnapshotId snapshot, boolean clusterFirst) {
  public ClaimRequest {
    requireNonNull(snapshot, "snapshot is null");
  }
}
