package io.tidemark.kubernetes.model;

import io.tidemark.workflow.model.SnapshotType;

/** The annotations of Tidemark on FlinkDeployments and FlinkSessionJobs. */
public final class JobAnnotations {
  /** Names, on a FlinkDeployment, the Secret with the certificates for calls to it (S4). */
  public static final String FLINK_TLS_SECRET = "tidemark.io/flink-tls-secret";

  /** Names, on a FlinkDeployment, the Secret with the credentials for calls to it (S4). */
  public static final String FLINK_AUTH_SECRET = "tidemark.io/flink-auth-secret";

  /** Turns the history cleanup of the job on or off (H4). */
  public static final String HISTORY_CLEANUP = "tidemark.io/history-cleanup";

  /** The time zone of the job's schedules (T4). */
  public static final String TIME_ZONE = "tidemark.io/time-zone";

  private JobAnnotations() {}

  /** Returns the annotation with the schedule of this type (T2). */
  public static String periodic(SnapshotType type) {
    return "tidemark.io/periodic-" + type.word();
  }

  /** Returns the annotation with the last served nonce of this type (T1). */
  public static String triggerNonce(SnapshotType type) {
    return "tidemark.io/" + type.word() + "-trigger-nonce";
  }
}
