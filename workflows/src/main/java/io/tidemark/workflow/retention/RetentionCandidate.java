package io.tidemark.workflow.retention;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.tidemark.workflow.model.JobReference;
import io.tidemark.workflow.model.SnapshotId;
import io.tidemark.workflow.model.SnapshotState;
import io.tidemark.workflow.model.SnapshotType;
import io.tidemark.workflow.model.TriggerType;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What retention looks at in one snapshot resource.
 *
 * @param id namespace, name and uid
 * @param resourceVersion the version these facts were read at; a delete is conditional on it
 * @param job the job that the snapshot names; null for one that names none
 * @param type savepoint or checkpoint
 * @param state its state; TRIGGER_PENDING for a resource without one
 * @param triggerType who asked for it
 * @param created {@code metadata.creationTimestamp}, from which ages count
 * @param result {@code status.resultTimestamp}; null before there is a result
 * @param pinned whether {@code tidemark.io/pin} keeps it (H4)
 * @param leaving whether it is being deleted already
 * @param ttl the age of its own, from {@code tidemark.io/ttl} (H4); null without one
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RetentionCandidate(
    SnapshotId id,
    String resourceVersion,
    @Nullable JobReference job,
    SnapshotType type,
    SnapshotState state,
    TriggerType triggerType,
    Instant created,
    @Nullable Instant result,
    boolean pinned,
    boolean leaving,
    @Nullable Duration ttl) {

  public RetentionCandidate {
    requireNonNull(id, "id is null");
    requireNonNull(resourceVersion, "resourceVersion is null");
    requireNonNull(type, "type is null");
    requireNonNull(created, "created is null");
    state = state == null ? SnapshotState.TRIGGER_PENDING : state;
    triggerType = triggerType == null ? TriggerType.MANUAL : triggerType;
  }

  boolean olderThan(Duration age, Instant now) {
    return Duration.between(created, now).compareTo(age) > 0;
  }

  boolean completed() {
    return state == SnapshotState.COMPLETED;
  }
}
