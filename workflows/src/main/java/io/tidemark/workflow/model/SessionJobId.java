package io.tidemark.workflow.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * Identifies a FlinkSessionJob resource, and computes the ids of what is done for it: they are not
 * random, so a retry, a reset, a wiped Temporal or another replica names the same job and the same
 * stop (U1, U4).
 *
 * @param namespace the resource's namespace
 * @param name the resource's name
 * @param uid {@code metadata.uid}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record SessionJobId(String namespace, String name, String uid) {
  private static final int FLINK_ID_DIGITS = 32;

  public SessionJobId {
    requireNonNull(namespace, "namespace is null");
    requireNonNull(name, "name is null");
    requireNonNull(uid, "uid is null");
  }

  /**
   * Returns the id of the resource's workflow, {@code job/<namespace>/<name>/<first 8 of uid>}
   * (U5). In an id over 255 characters, the name is shortened and gets a hash (W7).
   */
  public String workflowId() {
    return WorkflowId.of("job", namespace, name, uid);
  }

  /**
   * Returns Flink's job id of a submission: the first 32 hex digits of SHA-256 of {@code
   * <uid>/job/<number>} (U4).
   *
   * @param submission the number of the submission, from 1
   */
  public String jobId(int submission) {
    return Sha256.hex(uid + "/job/" + submission, FLINK_ID_DIGITS);
  }

  /**
   * Returns the trigger id of a stop with savepoint: the first 32 hex digits of SHA-256 of {@code
   * <uid>/stop/<submission>/<try>} (U1).
   *
   * @param submission the number of the submission that is stopped
   * @param tries the number of the try, from 1
   */
  public String stopTriggerId(int submission, int tries) {
    return Sha256.hex(uid + "/stop/" + submission + "/" + tries, FLINK_ID_DIGITS);
  }

  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
