package io.tidemark.workflow.retention;

import static java.util.Objects.requireNonNull;

import io.tidemark.workflow.model.JobReference;
import io.tidemark.workflow.model.SnapshotId;
import io.tidemark.workflow.model.SnapshotState;
import io.tidemark.workflow.model.SnapshotType;
import io.tidemark.workflow.model.TriggerType;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The data of one snapshot resource that decides over its retention.
 *
 * @param id namespace, name and uid
 * @param resourceVersion the version that was read; a delete is conditional on it
 * @param job the job that the snapshot names; null if it names none
 * @param type savepoint or checkpoint
 * @param state the state; TRIGGER_PENDING for a resource without one
 * @param triggerType the origin of the request
 * @param created {@code metadata.creationTimestamp}, from which ages count
 * @param taken the time of its data, by which the newest one is found; that of an import is older
 *     than its resource (H7)
 * @param result {@code status.resultTimestamp}; null before there is a result
 * @param pinned true if {@code tidemark.io/pin} keeps it (H4)
 * @param beingDeleted true if it is already being deleted
 * @param ttl its own maximum age, from {@code tidemark.io/ttl} (H4); null if it has none
 */
public record RetentionCandidate(
    SnapshotId id,
    String resourceVersion,
    @Nullable JobReference job,
    SnapshotType type,
    SnapshotState state,
    TriggerType triggerType,
    Instant created,
    Instant taken,
    @Nullable Instant result,
    boolean pinned,
    boolean beingDeleted,
    @Nullable Duration ttl) {

  public RetentionCandidate {
    requireNonNull(id, "id is null");
    requireNonNull(resourceVersion, "resourceVersion is null");
    requireNonNull(type, "type is null");
    requireNonNull(state, "state is null");
    requireNonNull(triggerType, "triggerType is null");
    requireNonNull(created, "created is null");
    requireNonNull(taken, "taken is null");
  }

  boolean olderThan(Duration age, Instant now) {
    return Duration.between(created, now).compareTo(age) > 0;
  }

  boolean completed() {
    return state == SnapshotState.COMPLETED;
  }
}
