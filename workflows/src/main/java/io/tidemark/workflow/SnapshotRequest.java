package io.tidemark.workflow;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.tidemark.workflow.snapshot.SnapshotId;

/**
 * The whole input of a snapshot's workflow; everything else is read from the resource.
 *
 * @param namespace the resource's namespace
 * @param name the resource's name
 * @param uid {@code metadata.uid}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record SnapshotRequest(String namespace, String name, String uid) {
  public SnapshotRequest {
    requireNonNull(namespace, "namespace is null");
    requireNonNull(name, "name is null");
    requireNonNull(uid, "uid is null");
  }

  /** The request for a resource. */
  public static SnapshotRequest of(SnapshotId snapshot) {
    return new SnapshotRequest(snapshot.namespace(), snapshot.name(), snapshot.uid());
  }

  /** The resource to work on. */
  public SnapshotId snapshot() {
    return new SnapshotId(namespace, name, uid);
  }
}
