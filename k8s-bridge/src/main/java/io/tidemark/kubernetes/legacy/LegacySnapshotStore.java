package io.tidemark.kubernetes.legacy;

import static java.net.HttpURLConnection.HTTP_CONFLICT;
import static java.net.HttpURLConnection.HTTP_NOT_FOUND;
import static java.util.Objects.requireNonNull;

import dev.failsafe.Failsafe;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.tidemark.kubernetes.model.FlinkStateSnapshot;
import io.tidemark.kubernetes.model.JobAnnotations;
import io.tidemark.kubernetes.model.OperatingMode;
import io.tidemark.kubernetes.model.SnapshotAnnotations;
import io.tidemark.kubernetes.model.SnapshotStatus;
import io.tidemark.kubernetes.store.JobStore;
import io.tidemark.kubernetes.store.SnapshotRecords;
import io.tidemark.kubernetes.store.WriteConflict;
import io.tidemark.workflow.model.SnapshotId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes snapshots: those of jobs in legacy mode on their jobs, all others as resources.
 *
 * <p>A write changes the annotation of the job first and its status after that, at the version of
 * the job that was read. A crash between the two is repaired by the next read.
 */
public final class LegacySnapshotStore implements SnapshotRecords {
  private final OperatingMode mode;
  private final JobStore jobs;
  private final SnapshotRecords resources;

  /**
   * Creates a store.
   *
   * @param mode in the mode companion, jobs carry no snapshots: their status is not ours (M1)
   * @param resources the snapshots that are resources
   */
  public LegacySnapshotStore(OperatingMode mode, JobStore jobs, SnapshotRecords resources) {
    this.mode = requireNonNull(mode, "mode is null");
    this.jobs = requireNonNull(jobs, "jobs is null");
    this.resources = requireNonNull(resources, "resources is null");
  }

  @Override
  public Optional<FlinkStateSnapshot> read(SnapshotId snapshot) {
    return snapshot.legacy() == null
        ? resources.read(snapshot)
        : Failsafe.with(WriteConflict.DECIDE_AGAIN)
            .get(() -> current(snapshot).map(this::completed))
            .filter(carried -> !carried.record().settled() || ended(carried))
            .map(CarriedSnapshot::resource);
  }

  @Override
  public FlinkStateSnapshot patchMetadata(SnapshotId snapshot, Map<String, Object> metadata) {
    if (snapshot.legacy() == null) {
      return resources.patchMetadata(snapshot, metadata);
    }
    var current = at(snapshot, (String) metadata.get("resourceVersion"));
    var changed = current.record().withAnnotations(annotations(metadata));
    return changed.equals(current.record()) ? current.resource() : written(current, changed);
  }

  @Override
  public FlinkStateSnapshot patchStatus(
      SnapshotId snapshot, String resourceVersion, Map<String, Object> status) {
    if (snapshot.legacy() == null) {
      return resources.patchStatus(snapshot, resourceVersion, status);
    }
    var current = at(snapshot, resourceVersion);
    return written(current, current.record().with(merged(current.record().status(), status)));
  }

  /** Returns the snapshot if its job still has this version, since both have the same. */
  private CarriedSnapshot at(SnapshotId snapshot, @Nullable String version) {
    var current =
        current(snapshot)
            .orElseThrow(() -> failure(HTTP_NOT_FOUND, snapshot + " no longer carries it"));
    if (version != null && !version.equals(current.job().getMetadata().getResourceVersion())) {
      throw failure(HTTP_CONFLICT, snapshot + " has changed");
    }
    return current;
  }

  private Optional<CarriedSnapshot> current(SnapshotId snapshot) {
    if (mode == OperatingMode.COMPANION) {
      return Optional.empty();
    }
    var legacy = requireNonNull(snapshot.legacy(), "legacy is null");
    return jobs.read(snapshot.namespace(), legacy.job())
        .flatMap(job -> CarriedSnapshot.of(job, legacy.type()))
        .filter(carried -> carried.answers(snapshot));
  }

  private FlinkStateSnapshot written(CarriedSnapshot current, LegacyRecord changed) {
    return completed(annotated(current, changed)).resource();
  }

  private CarriedSnapshot annotated(CarriedSnapshot current, LegacyRecord changed) {
    var name = JobAnnotations.legacySnapshot(current.type());
    var job = jobs.patchAnnotations(current.job(), Map.of(name, changed.json()));
    return current.with(job, changed);
  }

  /**
   * Writes what the record means for the status of the job, unless it has ended and that was
   * written: the history may have been cleaned up since. What the reference has ended is settled as
   * it is.
   */
  private CarriedSnapshot completed(CarriedSnapshot snapshot) {
    if (snapshot.record().settled()) {
      return snapshot;
    }
    if (LegacyStatus.endedByReference(snapshot)) {
      return annotated(snapshot, snapshot.record().asSettled());
    }
    var changes = LegacyStatus.changes(snapshot);
    var job = changes.isEmpty() ? snapshot.job() : jobs.patchStatus(snapshot.job(), changes);
    var projected = snapshot.with(job, snapshot.record());
    return ended(projected) ? annotated(projected, projected.record().asSettled()) : projected;
  }

  /** Returns whether nothing is left to do: also no savepoint that Flink may still complete. */
  private static boolean ended(CarriedSnapshot snapshot) {
    var reader = snapshot.reader();
    return reader.state().terminal() && reader.lateSavepoint().isEmpty();
  }

  private static SnapshotStatus merged(SnapshotStatus current, Map<String, Object> changes) {
    var fields = new HashMap<String, Object>();
    fields.putAll(LegacyRecord.JSON.convertValue(current, Fields.class));
    fields.putAll(changes);
    return LegacyRecord.JSON.convertValue(fields, SnapshotStatus.class);
  }

  private static Map<String, @Nullable String> annotations(Map<String, Object> metadata) {
    var changes = new HashMap<String, @Nullable String>();
    if (metadata.get("annotations") instanceof Map<?, ?> annotations) {
      annotations.forEach((name, value) -> changes.put((String) name, (String) value));
    }
    changes.remove(SnapshotAnnotations.WORKFLOW_ID);
    return changes;
  }

  private static KubernetesClientException failure(int code, String message) {
    return new KubernetesClientException(message, code, null);
  }

  private static final class Fields extends HashMap<String, Object> {
    private static final long serialVersionUID = 1;
  }
}
