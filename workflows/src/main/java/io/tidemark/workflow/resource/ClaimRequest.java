package io.tidemark.workflow.resource;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.tidemark.workflow.model.SnapshotId;
import org.jspecify.annotations.Nullable;

/**
 * Requests the next step of a resource.
 *
 * @param snapshot the resource
 * @param clusterFirst whether the job was not ready when its cluster was last looked at: no attempt
 *     is written before the cluster is looked at again (R10)
 * @param savepointDirectory the default savepoint directory that Flink has just named; empty if it
 *     has none; null if Flink was not asked (R4)
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ClaimRequest(
    SnapshotId snapshot, boolean clusterFirst, @Nullable String savepointDirectory) {
  public ClaimRequest {
    requireNonNull(snapshot, "snapshot is null");
  }

  /** Creates a request for which Flink was not asked for its savepoint directory. */
  public ClaimRequest(SnapshotId snapshot, boolean clusterFirst) {
    this(snapshot, clusterFirst, null);
  }
}
