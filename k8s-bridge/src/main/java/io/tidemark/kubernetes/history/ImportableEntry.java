package io.tidemark.kubernetes.history;

import static java.util.Objects.requireNonNull;

import io.tidemark.kubernetes.model.SavepointInfo;
import io.tidemark.kubernetes.model.SnapshotSpec;
import io.tidemark.workflow.model.JobReference;
import io.tidemark.workflow.model.SavepointPath;
import io.tidemark.workflow.model.SnapshotName;
import io.tidemark.workflow.model.SnapshotType;
import io.tidemark.workflow.model.TriggerType;
import java.time.Instant;
import java.util.List;

/**
 * An entry of a job's legacy history that can be imported. Pure.
 *
 * @param job the job
 * @param entry the entry as it is recorded
 * @param trigger the origin of the savepoint
 * @param savepoint the savepoint as its snapshot declares it
 * @param path its path
 */
record ImportableEntry(
    JobReference job,
    SavepointInfo.Entry entry,
    TriggerType trigger,
    SnapshotSpec.Savepoint savepoint,
    SavepointPath path) {
  ImportableEntry {
    requireNonNull(job, "job is null");
    requireNonNull(entry, "entry is null");
    requireNonNull(trigger, "trigger is null");
    requireNonNull(savepoint, "savepoint is null");
    requireNonNull(path, "path is null");
  }

  /** Returns the names that its snapshot may have; the second one if the first one is taken. */
  List<String> names() {
    return List.of(
        SnapshotName.of(job, SnapshotType.SAVEPOINT, trigger, time()),
        SnapshotName.ofNamesake(job, trigger, time(), path));
  }

  /** Returns the time of its data, by which the newest savepoint of the job is found. */
  Instant time() {
    return Instant.ofEpochMilli(entry.timeStamp());
  }

  /** Says that the API server refuses its snapshot. */
  String refused(String words) {
    return "the entry of timeStamp %d, until the API server allows it: %s"
        .formatted(entry.timeStamp(), words);
  }

  /** Says that other snapshots have its names. */
  String namesTaken() {
    return "the entry of timeStamp %d, since %s are the names of other snapshots"
        .formatted(entry.timeStamp(), String.join(" and ", names()));
  }

  /** Returns what distinguishes it from the other entries. */
  String key() {
    return entry.timeStamp() + " " + entry.location();
  }
}
