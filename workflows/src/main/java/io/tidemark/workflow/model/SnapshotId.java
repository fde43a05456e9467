package io.tidemark.workflow.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * Identifies a FlinkStateSnapshot resource. One that is created again under the same name has
 * another uid, and is another snapshot.
 *
 * @param namespace the resource's namespace
 * @param name the resource's name
 * @param uid {@code metadata.uid}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record SnapshotId(String namespace, String name, String uid) {
  private static final int UID_DIGITS = 8;

  /** The limit of Temporal servers whose store is an SQL database. */
  private static final int WORKFLOW_ID_LIMIT = 255;

  public SnapshotId {
    requireNonNull(namespace, "namespace is null");
    requireNonNull(name, "name is null");
    requireNonNull(uid, "uid is null");
  }

  /**
   * Returns the id of the resource's workflow, {@code snapshot/<namespace>/<name>/<first 8 of uid>}
   * (W1). In an id over 255 characters, the name is shortened and gets a hash (W7).
   */
  public String workflowId() {
    var start = "snapshot/" + namespace + "/";
    var end = "/" + shortUid();
    var limit = WORKFLOW_ID_LIMIT - start.length() - end.length();
    return start + LongName.withinLimit(name, limit) + end;
  }

  /** Returns the start of the uid, which distinguishes resources of the same name. */
  public String shortUid() {
    return uid.substring(0, Math.min(UID_DIGITS, uid.length()));
  }

  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
