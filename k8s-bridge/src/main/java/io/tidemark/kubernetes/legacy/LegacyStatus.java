package io.tidemark.kubernetes.legacy;

import io.tidemark.kubernetes.model.CheckpointInfo;
import io.tidemark.kubernetes.model.JobStatus;
import io.tidemark.kubernetes.model.ReconciledSpec;
import io.tidemark.kubernetes.model.ReconciliationStatus;
import io.tidemark.kubernetes.model.RecordedAttempt;
import io.tidemark.kubernetes.model.SavepointInfo;
import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.workflow.model.SnapshotState;
import io.tidemark.workflow.model.SnapshotType;
import io.tidemark.workflow.model.TriggerId;
import io.tidemark.workflow.model.TriggerType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The status of a job in the reference operator's own format, as the snapshot that the job carries
 * makes it (L2). Pure.
 */
final class LegacyStatus {
  private static final String TRIGGER_ID = "triggerId";
  private static final String TRIGGER_TIMESTAMP = "triggerTimestamp";
  private static final String TRIGGER_TYPE = "triggerType";
  private static final String FORMAT_TYPE = "formatType";

  /** The types of checkpoints that the reference knows. */
  private static final Set<String> CHECKPOINT_FORMATS = Set.of("FULL", "INCREMENTAL");

  private final CarriedSnapshot snapshot;
  private final SnapshotReader reader;
  private final Optional<RecordedAttempt> attempt;

  private LegacyStatus(CarriedSnapshot snapshot) {
    this.snapshot = snapshot;
    this.reader = snapshot.reader();
    this.attempt = reader.writtenAttempt();
  }

  /** Returns the merge patch of the status; empty if it is as it should be. */
  static Map<String, Object> changes(CarriedSnapshot snapshot) {
    return new LegacyStatus(snapshot).changes();
  }

  /**
   * Returns whether the trigger under way has left the status: the reference, which had the job
   * meanwhile, has ended it there (M3).
   */
  static boolean endedByReference(CarriedSnapshot snapshot) {
    return new LegacyStatus(snapshot).endedByReference();
  }

  private boolean endedByReference() {
    var recorded = reader.status().triggerId();
    return reader.state() == SnapshotState.IN_PROGRESS
        && TriggerId.of(snapshot.id().uid(), reader.failures() + 1).equals(recorded)
        && triggerInStatus().filter(id -> !id.isBlank()).isEmpty();
  }

  private Optional<String> triggerInStatus() {
    return switch (snapshot.type()) {
      case SAVEPOINT -> jobStatus().map(JobStatus.Job::savepointInfo).map(SavepointInfo::triggerId);
      case CHECKPOINT ->
          jobStatus().map(JobStatus.Job::checkpointInfo).map(CheckpointInfo::triggerId);
    };
  }

  /**
   * Returns the patch that adds a completed savepoint, once for each location; empty if the history
   * has it.
   */
  static Map<String, Object> added(Optional<SavepointInfo> current, SavepointInfo.Entry entry) {
    var before = current.orElse(SavepointInfo.NONE);
    var known =
        before.savepointHistory().stream()
            .anyMatch(it -> Objects.equals(it.location(), entry.location()));
    return known
        ? Map.of()
        : Map.of(
            "lastSavepoint",
            entry(entry),
            "savepointHistory",
            Stream.concat(before.savepointHistory().stream(), Stream.of(entry)).toList());
  }

  private Map<String, Object> changes() {
    var changes = new HashMap<String, Object>();
    var info =
        switch (snapshot.type()) {
          case SAVEPOINT -> savepointInfo();
          case CHECKPOINT -> checkpointInfo();
        };
    if (!info.isEmpty()) {
      changes.put("jobStatus", Map.of(snapshot.type().word() + "Info", info));
    }
    reconciliation().ifPresent(fields -> changes.put("reconciliationStatus", fields));
    return changes;
  }

  private Map<String, Object> savepointInfo() {
    var before = jobStatus().map(JobStatus.Job::savepointInfo);
    var changes = pending(before.map(LegacyStatus::pendingFields).orElse(Map.of()));
    if (reader.state() == SnapshotState.COMPLETED && reader.status().path() != null) {
      changes.putAll(added(before, savepoint()));
      putPeriodic(changes, before.map(SavepointInfo::lastPeriodicSavepointTimestamp).orElse(0L));
    }
    if (!changes.isEmpty() && before.isEmpty()) {
      changes.putIfAbsent("savepointHistory", List.of());
    }
    return changes;
  }

  private Map<String, Object> checkpointInfo() {
    var before = jobStatus().map(JobStatus.Job::checkpointInfo);
    var changes = pending(before.map(LegacyStatus::pendingFields).orElse(Map.of()));
    if (reader.state() == SnapshotState.COMPLETED) {
      var last = new CheckpointInfo.Entry(triggeredAt(), triggerType(), format(), nonce());
      if (before.filter(it -> last.equals(it.lastCheckpoint())).isEmpty()) {
        changes.put("lastCheckpoint", entry(last));
      }
      putPeriodic(changes, before.map(CheckpointInfo::lastPeriodicCheckpointTimestamp).orElse(0L));
    }
    return changes;
  }

  private void putPeriodic(Map<String, Object> changes, long before) {
    if (snapshot.triggerType() == TriggerType.PERIODIC && before < triggeredAt()) {
      var type = snapshot.type() == SnapshotType.SAVEPOINT ? "Savepoint" : "Checkpoint";
      changes.put("lastPeriodic" + type + "Timestamp", triggeredAt());
    }
  }

  /** Returns the changed fields of a trigger under way: none has a value after the end. */
  private Map<String, Object> pending(Map<String, Object> before) {
    var changes = new HashMap<String, Object>();
    var desired = pendingFields();
    for (var field : List.of(TRIGGER_ID, TRIGGER_TIMESTAMP, TRIGGER_TYPE, FORMAT_TYPE)) {
      if (!Objects.equals(before.get(field), desired.get(field))) {
        changes.put(field, desired.get(field));
      }
    }
    return changes;
  }

  private Map<String, Object> pendingFields() {
    var underWay = !reader.state().terminal() && reader.attempt().isPresent();
    return underWay ? fields(triggerId(), triggeredAt(), triggerType(), format()) : Map.of();
  }

  private static Map<String, Object> pendingFields(SavepointInfo info) {
    return fields(info.triggerId(), info.triggerTimestamp(), info.triggerType(), info.formatType());
  }

  private static Map<String, Object> pendingFields(CheckpointInfo info) {
    return fields(info.triggerId(), info.triggerTimestamp(), info.triggerType(), info.formatType());
  }

  private static Map<String, Object> fields(
      @Nullable String id, @Nullable Long at, @Nullable String trigger, @Nullable String format) {
    var fields = new HashMap<String, Object>();
    fields.put(TRIGGER_ID, id);
    fields.put(TRIGGER_TIMESTAMP, at);
    fields.put(TRIGGER_TYPE, trigger);
    fields.put(FORMAT_TYPE, format);
    return fields;
  }

  private String triggerId() {
    var recorded = reader.status().triggerId();
    return reader.state() == SnapshotState.IN_PROGRESS && recorded != null
        ? recorded
        : TriggerId.of(snapshot.id().uid(), reader.failures() + 1);
  }

  private long triggeredAt() {
    return attempt.map(it -> it.at().toEpochMilli()).orElse(snapshot.record().millis());
  }

  private String triggerType() {
    return snapshot.triggerType().name();
  }

  private @Nullable Long nonce() {
    return snapshot.record().nonce();
  }

  private String format() {
    var parameters = attempt.map(RecordedAttempt::parameters);
    return switch (snapshot.type()) {
      case SAVEPOINT ->
          parameters
              .map(RecordedAttempt.Parameters::formatType)
              .orElseGet(() -> reader.declaration().formatType().orElse("UNKNOWN"));
      case CHECKPOINT ->
          parameters
              .map(RecordedAttempt.Parameters::checkpointType)
              .filter(CHECKPOINT_FORMATS::contains)
              .orElse("UNKNOWN");
    };
  }

  private SavepointInfo.Entry savepoint() {
    return new SavepointInfo.Entry(
        triggeredAt(), reader.status().path(), triggerType(), format(), nonce());
  }

  /** Returns all fields, also those without a value, since a patch merges them into the last. */
  private static Map<String, Object> entry(SavepointInfo.Entry entry) {
    var fields = new HashMap<String, Object>();
    fields.put("timeStamp", entry.timeStamp());
    fields.put("location", entry.location());
    fields.put(TRIGGER_TYPE, entry.triggerType());
    fields.put(FORMAT_TYPE, entry.formatType());
    fields.put("triggerNonce", entry.triggerNonce());
    return fields;
  }

  private static Map<String, Object> entry(CheckpointInfo.Entry entry) {
    var fields = new HashMap<String, Object>();
    fields.put("timeStamp", entry.timeStamp());
    fields.put(TRIGGER_TYPE, entry.triggerType());
    fields.put(FORMAT_TYPE, entry.formatType());
    fields.put("triggerNonce", entry.triggerNonce());
    return fields;
  }

  /**
   * Returns the specs that were reached, with the nonce whose snapshot has ended; empty if they
   * have it, or the later one of the spec (L3).
   */
  private Optional<Map<String, Object>> reconciliation() {
    var current = status().map(JobStatus::reconciliationStatus).orElse(ReconciliationStatus.NONE);
    return Optional.ofNullable(nonce())
        .filter(nonce -> reader.state().terminal())
        .flatMap(nonce -> current.reconciled().flatMap(spec -> served(spec, nonce)))
        .map(spec -> reached(current, spec));
  }

  private Optional<ReconciledSpec> served(ReconciledSpec spec, long nonce) {
    var recorded = spec.triggerNonce(snapshot.type());
    var desired = snapshot.job().triggerNonce(snapshot.type());
    return recorded.isPresent() && (recorded.get() == nonce || recorded.equals(desired))
        ? Optional.empty()
        : Optional.of(spec.withTriggerNonce(snapshot.type(), nonce));
  }

  private static Map<String, Object> reached(ReconciliationStatus current, ReconciledSpec spec) {
    return current.hasRun()
        ? Map.of("lastReconciledSpec", spec.json(), "lastStableSpec", spec.json())
        : Map.of("lastReconciledSpec", spec.json());
  }

  private Optional<JobStatus> status() {
    return Optional.ofNullable(snapshot.job().getStatus());
  }

  private Optional<JobStatus.Job> jobStatus() {
    return status().map(JobStatus::jobStatus);
  }
}
