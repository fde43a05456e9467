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
  HISTORY_CLEANED_UP("HistoryCleanedUp", Severity.NORMAL);

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
