package io.tidemark.workflow.resource;

/**
 * The reasons of the events that Tidemark publishes on snapshots and jobs; stable, since users
 * filter and alert by them.
 */
public enum EventReason {
  VALIDATION_ERROR("ValidationError", Severity.WARNING),
  WAITING_FOR_JOB("WaitingForJob", Severity.NORMAL),
  SAVEPOINT_ERROR("SavepointError", Severity.WARNING),
  CHECKPOINT_ERROR("CheckpointError", Severity.WARNING),
  SNAPSHOT_SLOW("SnapshotSlow", Severity.WARNING),
  SNAPSHOT_ABANDONED("SnapshotAbandoned", Severity.WARNING),
  POSSIBLE_ORPHAN("PossibleOrphan", Severity.WARNING),
  FLINK_UNREACHABLE("FlinkUnreachable", Severity.WARNING),
  TLS_ERROR("TlsError", Severity.WARNING),
  SECRET_ERROR("SecretError", Severity.WARNING),
  FLINK_ERROR("FlinkError", Severity.WARNING),
  UNEXPECTED_ANSWER("UnexpectedAnswer", Severity.WARNING),
  REQUEST_REFUSED("RequestRefused", Severity.WARNING),
  CLEANUP_FAILED("CleanupFailed", Severity.WARNING),
  SAVEPOINT_RETAINED("SavepointRetained", Severity.WARNING),
  DISPOSAL_SKIPPED("DisposalSkipped", Severity.WARNING),
  SAVEPOINT_ADOPTED("SavepointAdopted", Severity.NORMAL),
  SAVEPOINT_DISPOSED("SavepointDisposed", Severity.NORMAL),
  SAVEPOINT_ALREADY_GONE("SavepointAlreadyGone", Severity.NORMAL),
  HANDLED_TWICE("HandledTwice", Severity.WARNING),
  NONCE_RECORDED("NonceRecorded", Severity.NORMAL),
  NONCE_NOT_SERVED("NonceNotServed", Severity.WARNING),
  INVALID_SETTING("InvalidSetting", Severity.WARNING),
  PERIODIC_SNAPSHOT_SKIPPED("PeriodicSnapshotSkipped", Severity.NORMAL),
  HISTORY_CLEANED_UP("HistoryCleanedUp", Severity.NORMAL),
  HISTORY_IMPORTED("HistoryImported", Severity.NORMAL),
  HISTORY_NOT_IMPORTED("HistoryNotImported", Severity.WARNING),
  JOB_STARTED("JobStarted", Severity.NORMAL),
  JOB_STOPPED("JobStopped", Severity.NORMAL),
  ROLLED_BACK("RolledBack", Severity.WARNING),
  UPGRADE_REFUSED("UpgradeRefused", Severity.WARNING),
  UPGRADE_FAILED("UpgradeFailed", Severity.WARNING),
  UPGRADE_BLOCKED("UpgradeBlocked", Severity.WARNING),
  START_FAILED("StartFailed", Severity.WARNING),
  STOPPED_WITH_FAILURE("StoppedWithFailure", Severity.WARNING),
  RESTORED_ELSEWHERE("RestoredElsewhere", Severity.WARNING),
  JOB_LOST("JobLost", Severity.WARNING),
  JOB_LEFT_RUNNING("JobLeftRunning", Severity.WARNING),
  JOB_AMBIGUOUS("JobAmbiguous", Severity.WARNING),
  JOB_MANAGER_WILL_NOT_RESTART("JobManagerWillNotRestart", Severity.WARNING),
  PATH_UNVERIFIED("PathUnverified", Severity.WARNING),
  JAR_INVALID("JarInvalid", Severity.WARNING),
  JAR_UNREACHABLE("JarUnreachable", Severity.WARNING),
  SUBMISSION_DISABLED("SubmissionDisabled", Severity.WARNING),
  SUBMISSION_UNREADABLE("SubmissionUnreadable", Severity.WARNING),
  WAITING_FOR_CLUSTER("WaitingForCluster", Severity.NORMAL);

  /** The two types that Kubernetes knows of events. */
  public enum Severity {
    NORMAL("Normal"),
    WARNING("Warning");

    private final String word;

    Severity(String word) {
      this.word = word;
    }

    /** Returns the value of {@code type} in a Kubernetes event. */
    public String word() {
      return word;
    }
  }

  private final String word;
  private final Severity severity;

  EventReason(String word, Severity severity) {
    this.word = word;
    this.severity = severity;
  }

  /** Returns the value of {@code reason} in a Kubernetes event. */
  public String word() {
    return word;
  }

  /** Returns the severity, which is the event's type in Kubernetes. */
  public Severity severity() {
    return severity;
  }
}
