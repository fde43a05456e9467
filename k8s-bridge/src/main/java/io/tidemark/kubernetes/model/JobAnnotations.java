package io.tidemark.kubernetes.model;

import io.tidemark.workflow.model.SnapshotType;

/** The annotations of Tidemark on FlinkDeployments and FlinkSessionJobs. */
public final class JobAnnotations {
  /** The Secret with the certificates that the job's cluster is asked with (S4). */
  public static final String FLINK_TLS_SECRET = "tidemark.io/flink-tls-secret";

  /** The Secret with the credentials that the job's cluster is asked with (S4). */
  public static final String FLINK_AUTH_SECRET = "tidemark.io/flink-auth-secret";

  /** Whether old snapshots of the job are deleted (H4). */
  public static final String HISTORY_CLEANUP = "tidemark.io/history-cleanup";

  /** Where its schedules' times are (T4). */
  public static final String TIME_ZONE = "tidemark.io/time-zone";

  private JobAnnotations() {}

  /** When snapshots of this type are taken (T2). */
  public static String periodic(SnapshotType type) {
    return "tidemark.io/periodic-" + type.word();
  }

  /** The nonce of this type that was served last (T1). */
  public static String triggerNonce(SnapshotType type) {
    return "tidemark.io/" + type.word() + "-trigger-nonce";
  }
}
