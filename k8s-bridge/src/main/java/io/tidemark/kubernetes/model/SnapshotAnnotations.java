package io.tidemark.kubernetes.model;

/** The annotations that Tidemark writes to, or reads from, snapshots. */
public final class SnapshotAnnotations {
  /** The attempt in progress: see {@link io.tidemark.kubernetes.model.RecordedAttempt} (R9). */
  public static final String ATTEMPT = "tidemark.io/attempt";

  /**
   * The attempt of an abandoned snapshot whose savepoint Flink may still complete; removed when the
   * clean-up has ended (W3).
   */
  public static final String LATE_SAVEPOINT = "tidemark.io/late-savepoint";

  /** The id of the resource's workflow (W1). */
  public static final String WORKFLOW_ID = "tidemark.io/workflow-id";

  /** The workflow id of the original, on a copy that does not start by itself (R22). */
  public static final String COPY_OF = "tidemark.io/copy-of";

  /**
   * Marks, with the value {@code true}, a savepoint that was found, not reported for our trigger
   * (R18).
   */
  public static final String ADOPTED = "tidemark.io/adopted";

  /** The time of the data of an imported savepoint, whose resource is younger (H7). */
  public static final String TAKEN_AT = "tidemark.io/taken-at";

  /** The number of last attempts in a row in which the job restarted (R23). */
  public static final String JOB_RESTARTS = "tidemark.io/job-restarts";

  /** The job's full name, if it is too long for the label (R13). */
  public static final String JOB_REFERENCE_NAME = "tidemark.io/job-reference-name";

  /** Overrides the limit for one wait for the job (R10). */
  public static final String START_DEADLINE = "tidemark.io/start-deadline";

  /** Overrides the limit for a deletion, after which the data is kept (R15). */
  public static final String DISPOSAL_DEADLINE = "tidemark.io/disposal-deadline";

  /** Keeps, with the value {@code true}, the savepoint of a deleted resource (R15). */
  public static final String SKIP_DISPOSAL = "tidemark.io/skip-disposal";

  /** Keeps, with the value {@code true}, the snapshot in the history cleanup (H4). */
  public static final String PIN = "tidemark.io/pin";

  /** The age at which the history cleanup deletes the snapshot, before all other rules (H4). */
  public static final String TTL = "tidemark.io/ttl";

  private SnapshotAnnotations() {}
}
