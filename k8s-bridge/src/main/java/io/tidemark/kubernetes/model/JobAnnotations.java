package io.tidemark.kubernetes.model;

import io.tidemark.workflow.model.SnapshotType;

/** The annotations of Tidemark on FlinkDeployments and FlinkSessionJobs. */
public final class JobAnnotations {
  /** Names, on a FlinkDeployment, the Secret with the certificates for calls to it (S4). */
  public static final String FLINK_TLS_SECRET = "tidemark.io/flink-tls-secret";

  /** Names, on a FlinkDeployment, the Secret with the credentials for calls to it (S4). */
  public static final String FLINK_AUTH_SECRET = "tidemark.io/flink-auth-secret";

  /**
   * Names, on a FlinkDeployment, the Service at which its cluster is called, as {@code NAME} or
   * {@code NAME:PORT} (M4).
   */
  public static final String REST_SERVICE = "tidemark.io/rest-service";

  /** Names the job of a resource by Flink's id; a FlinkSessionJob is then only observed (M4). */
  public static final String JOB_ID = "tidemark.io/job-id";

  /** Names the job of a resource by Flink's name; a FlinkSessionJob is then only observed (M4). */
  public static final String JOB_NAME = "tidemark.io/job-name";

  /** The last start of a session job at Flink (U4). */
  public static final String SUBMISSION = "tidemark.io/submission";

  /** The end that Tidemark has given the job of the last submission (U1, U9). */
  public static final String STOP = "tidemark.io/stop";

  /** Turns the history cleanup of the job on or off (H4). */
  public static final String HISTORY_CLEANUP = "tidemark.io/history-cleanup";

  /** Asks for a snapshot resource of each savepoint in the job's legacy history (H7). */
  public static final String IMPORT_HISTORY = "tidemark.io/import-history";

  /** The time zone of the job's schedules (T4). */
  public static final String TIME_ZONE = "tidemark.io/time-zone";

  private JobAnnotations() {}

  /** Returns the annotation with the schedule of this type (T2). */
  public static String periodic(SnapshotType type) {
    return "tidemark.io/periodic-" + type.word();
  }

  /** Returns the annotation with the last snapshot of this type in legacy mode (L2). */
  public static String legacySnapshot(SnapshotType type) {
    return "tidemark.io/legacy-" + type.word();
  }

  /** Returns the annotation with the last served nonce of this type (T1). */
  public static String triggerNonce(SnapshotType type) {
    return "tidemark.io/" + type.word() + "-trigger-nonce";
  }
}
