package io.tidemark.workflow.snapshot;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.tidemark.workflow.model.LegacySnapshot;
import io.tidemark.workflow.model.SnapshotId;
import org.jspecify.annotations.Nullable;

/**
 * The whole input of a snapshot's workflow; everything else is read from the resource.
 *
 * @param namespace the resource's namespace
 * @param name the resource's name
 * @param uid {@code metadata.uid}
 * @param continued the state of the previous run; null for a first run
 * @param legacy the job that carries the snapshot; null for a resource
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SnapshotRequest(
    String namespace,
    String name,
    String uid,
    @Nullable ContinuedState continued,
    @Nullable LegacySnapshot legacy) {
  public SnapshotRequest {
    requireNonNull(namespace, "namespace is null");
    requireNonNull(name, "name is null");
    requireNonNull(uid, "uid is null");
  }

  /** Returns the request for a resource, or for whichever snapshot a job in legacy mode carries. */
  public static SnapshotRequest of(SnapshotId snapshot) {
    var id = snapshot.carried();
    return new SnapshotRequest(id.namespace(), id.name(), id.uid(), null, id.legacy());
  }

  /** Returns the identity of the resource. */
  public SnapshotId snapshot() {
    return new SnapshotId(namespace, name, uid, legacy);
  }

  ContinuedState continuedState() {
    return continued == null ? ContinuedState.NONE : continued;
  }

  /** Returns the same request for the next run. */
  SnapshotRequest continuing(ContinuedState state) {
    return new SnapshotRequest(namespace, name, uid, state, legacy);
  }
}
