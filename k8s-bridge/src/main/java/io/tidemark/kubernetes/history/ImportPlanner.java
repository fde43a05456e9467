package io.tidemark.kubernetes.history;

import io.tidemark.kubernetes.model.BooleanParser;
import io.tidemark.kubernetes.model.InvalidSettingException;
import io.tidemark.kubernetes.model.JobAnnotations;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.model.OperatingMode;
import io.tidemark.kubernetes.model.SavepointInfo;
import io.tidemark.kubernetes.model.SnapshotSpec;
import io.tidemark.workflow.model.ListFormatter;
import io.tidemark.workflow.model.SavepointPath;
import io.tidemark.workflow.model.TriggerType;
import io.tidemark.workflow.resource.EventReason;
import io.tidemark.workflow.resource.ResourceEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides from a job resource what of its legacy history is imported (H7). Pure. */
final class ImportPlanner {
  private static final String HISTORY = "status.jobStatus.savepointInfo.savepointHistory";

  /** Flink's own value, also of an entry without one. */
  private static final String UNKNOWN = "UNKNOWN";

  private static final int NAMED = 5;

  private ImportPlanner() {}

  static ImportPlan plan(JobResource job, OperatingMode mode) {
    var text = job.annotation(JobAnnotations.IMPORT_HISTORY);
    if (text.isEmpty() || job.beingDeleted()) {
      return ImportPlan.NONE;
    }
    try {
      return BooleanParser.parse(text.get()) ? requested(job, mode) : ImportPlan.NONE;
    } catch (IllegalArgumentException unreadable) {
      return ImportPlan.refused(
          EventReason.VALIDATION_ERROR,
          InvalidSettingException.message(
                  JobAnnotations.IMPORT_HISTORY, text.get(), unreadable.getMessage())
              + "; no history is imported until this is corrected.");
    }
  }

  private static ImportPlan requested(JobResource job, OperatingMode mode) {
    if (mode == OperatingMode.COMPANION || job.handledByReference()) {
      return ImportPlan.refused(
          EventReason.HISTORY_NOT_IMPORTED,
          "The history of "
              + job.reference()
              + " is not imported: its status belongs to the Flink operator. Tidemark imports it in"
              + " mode standalone, once the resource does not have the operator's finalizer.");
    }
    var importable = new ArrayList<ImportableEntry>();
    var problems = new ArrayList<String>();
    for (var entry : job.savepointInfo().savepointHistory()) {
      error(entry)
          .map(error -> "the entry of timeStamp " + entry.timeStamp() + " " + error)
          .ifPresentOrElse(problems::add, () -> importable.add(importable(job, entry)));
    }
    return new ImportPlan(importable, notImported(problems).stream().toList());
  }

  /** Returns the event for entries that stay in the history; empty if there are none. */
  static Optional<ResourceEvent> notImported(List<String> problems) {
    return problems.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ResourceEvent(
                EventReason.HISTORY_NOT_IMPORTED,
                "Left in %s: %s.".formatted(HISTORY, ListFormatter.of(problems, NAMED)),
                String.join(";", problems)));
  }

  /** Returns the event for entries that have become snapshots, or were snapshots already. */
  static ResourceEvent imported(List<String> created, List<ImportableEntry> recorded) {
    var message = new ArrayList<String>();
    if (!created.isEmpty()) {
      message.add(
          "Imported %d savepoints of %s: %s."
              .formatted(created.size(), HISTORY, ListFormatter.of(created, NAMED)));
    }
    if (!recorded.isEmpty()) {
      message.add(
          "Removed %d savepoints from %s that snapshots record already: %s."
              .formatted(
                  recorded.size(),
                  HISTORY,
                  ListFormatter.of(
                      recorded.stream().map(it -> it.savepoint().path()).toList(), NAMED)));
    }
    var text = String.join(" ", message);
    var paths = recorded.stream().map(ImportableEntry::key).toList();
    return new ResourceEvent(EventReason.HISTORY_IMPORTED, text, created + " " + paths);
  }

  private static Optional<String> error(SavepointInfo.Entry entry) {
    if (entry.path().isEmpty()) {
      return Optional.of("has no location");
    }
    return unless(
            trigger(entry).isPresent(),
            "has the triggerType " + entry.triggerType() + ", not MANUAL, PERIODIC or UPGRADE")
        .or(
            () ->
                unless(
                    unknown(entry.formatType())
                        || SnapshotSpec.Savepoint.FORMATS.contains(entry.formatType()),
                    "has the formatType " + entry.formatType() + ", not CANONICAL or NATIVE"));
  }

  private static Optional<String> unless(boolean valid, String error) {
    return valid ? Optional.empty() : Optional.of(error);
  }

  private static boolean unknown(@Nullable String value) {
    return value == null || value.equals(UNKNOWN);
  }

  /** Returns the type; MANUAL for one that is not known, since nothing then deletes it unasked. */
  private static Optional<TriggerType> trigger(SavepointInfo.Entry entry) {
    return unknown(entry.triggerType())
        ? Optional.of(TriggerType.MANUAL)
        : Arrays.stream(TriggerType.values())
            .filter(type -> type.name().equals(entry.triggerType()))
            .findFirst();
  }

  private static ImportableEntry importable(JobResource job, SavepointInfo.Entry entry) {
    var format = unknown(entry.formatType()) ? null : entry.formatType();
    var location = entry.path().orElseThrow();
    return new ImportableEntry(
        job.reference(),
        entry,
        trigger(entry).orElseThrow(),
        new SnapshotSpec.Savepoint(true, false, format, location),
        SavepointPath.of(location));
  }
}
