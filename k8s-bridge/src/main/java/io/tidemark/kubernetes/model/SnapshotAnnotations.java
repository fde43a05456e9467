package io.tidemark.kubernetes.model;

/** The annotations that Tidemark keeps on, or reads from, snapshots. */
public final class SnapshotAnnotations {
  /** The attempt under way: see {@link io.tidemark.kubernetes.model.RecordedAttempt} (R9). */
  public static final String ATTEMPT = "tidemark.io/attempt";

  /** The id of the resource's workflow (W1). */
  public static final String WORKFLOW_ID = "tidemark.io/workflow-id";

  /**
   * On a copy that was put aside: the workflow id of the resource that it was copied from (R22).
   */
  public static final String COPY_OF = "tidemark.io/copy-of";

  /** The savepoint was found, not answered to our trigger: the value is {@code true} (R18). */
  public static final String ADOPTED = "tidemark.io/adopted";

  /** The last attempts in a row in which the job restarted (R23). */
  public static final String JOB_RESTARTS = "tidemark.io/job-restarts";

  /** The job's full name, where the label had to cut it (R13). */
  public static final String JOB_REFERENCE_NAME = "tidemark.io/job-reference-name";

  /** Overrides how long one wait for the job may last (R10). */
  public static final String START_DEADLINE = "tidemark.io/start-deadline";

  /** Overrides how long a deletion may take before the data is left (R15). */
  public static final String DISPOSAL_DEADLINE = "tidemark.io/disposal-deadline";

  /** With the value {@code true}, the savepoint of a deleted resource is left where it is (R15). */
  public static final String SKIP_DISPOSAL = "tidemark.io/skip-disposal";

  /** With the value {@code true}, the cleanup of history keeps the snapshot (H4). */
  public static final String PIN = "tidemark.io/pin";

  /** An age at which the cleanup of history deletes the snapshot, whatever else holds (H4). */
  public static final String TTL = "tidemark.io/ttl";

  private SnapshotAnnotations() {}
}
