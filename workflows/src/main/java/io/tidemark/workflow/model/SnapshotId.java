package io.tidemark.workflow.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Identifies a snapshot: a FlinkStateSnapshot resource or, in legacy mode, one that its job carries
 * (L2). A resource that is created again under the same name has another uid, and is another
 * snapshot.
 *
 * @param namespace the resource's namespace
 * @param name the resource's name
 * @param uid {@code metadata.uid}
 * @param legacy the job that carries it; null for a resource
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SnapshotId(
    String namespace, String name, String uid, @Nullable LegacySnapshot legacy) {
  public SnapshotId {
    requireNonNull(namespace, "namespace is null");
    requireNonNull(name, "name is null");
    requireNonNull(uid, "uid is null");
  }

  /** Creates the id of a resource. */
  public SnapshotId(String namespace, String name, String uid) {
    this(namespace, name, uid, null);
  }

  /**
   * Returns the id of its workflow, {@code snapshot/<namespace>/<name>/<first 8 of uid>} (W1) or
   * {@code legacy-snapshot/<namespace>/<kind>/<job>/<first 8 of uid>/<type>} (L4). In an id over
   * 255 characters, the name is shortened and gets a hash (W7).
   */
  public String workflowId() {
    return legacy == null
        ? WorkflowId.of("snapshot", namespace, name, uid)
        : legacy.workflowId(namespace);
  }

  /**
   * Returns the id of whichever snapshot of this type the job carries (L4); this id for a resource.
   */
  public SnapshotId carried() {
    return legacy == null
        ? this
        : LegacySnapshot.carriedBy(namespace, legacy.job(), legacy.jobUid(), legacy.type());
  }

  /** Returns whether a workflow with this id, as an annotation may name it, is this one's (R22). */
  public boolean hasWorkflow(String id) {
    return legacy == null ? id.endsWith("/" + shortUid()) : id.equals(workflowId());
  }

  /** Returns the start of the uid, which distinguishes resources of the same name. */
  public String shortUid() {
    return WorkflowId.shortUid(uid);
  }

  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
