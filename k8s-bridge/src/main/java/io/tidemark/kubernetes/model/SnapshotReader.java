package io.tidemark.kubernetes.model;

import io.tidemark.workflow.snapshot.SnapshotId;
import io.tidemark.workflow.snapshot.SnapshotLabels;
import io.tidemark.workflow.snapshot.SnapshotState;
import io.tidemark.workflow.snapshot.TriggerType;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * Reads what a resource says of itself.
 *
 * @param resource the resource as it came from the API server
 */
public record SnapshotReader(FlinkStateSnapshot resource) {

  public SnapshotId id() {
    var metadata = resource.getMetadata();
    return new SnapshotId(metadata.getNamespace(), metadata.getName(), metadata.getUid());
  }

  public SnapshotStatus status() {
    return resource.getStatus() == null ? SnapshotStatus.EMPTY : resource.getStatus();
  }

  /**
   * Its state; one without a status, or with a state that nobody knows, is still to be triggered.
   */
  public SnapshotState state() {
    return Arrays.stream(SnapshotState.values())
        .filter(state -> state.name().equals(status().state()))
        .findFirst()
        .orElse(SnapshotState.TRIGGER_PENDING);
  }

  public int failures() {
    var failures = status().failures();
    return failures == null ? 0 : failures;
  }

  /** Who asked for it, by its label; MANUAL unless it says otherwise (R13). */
  public TriggerType triggerType() {
    return Arrays.stream(TriggerType.values())
        .filter(type -> type.name().equals(labels().get(SnapshotLabels.TRIGGER_TYPE)))
        .findFirst()
        .orElse(TriggerType.MANUAL);
  }

  public Map<String, String> labels() {
    var labels = resource.getMetadata().getLabels();
    return labels == null ? Map.of() : labels;
  }

  public Map<String, String> annotations() {
    var annotations = resource.getMetadata().getAnnotations();
    return annotations == null ? Map.of() : annotations;
  }

  public Optional<String> annotation(String name) {
    return Optional.ofNullable(annotations().get(name));
  }

  /** A duration given by an annotation, ISO-8601; one that cannot be read counts as absent. */
  public Optional<Duration> duration(String name) {
    try {
      return annotation(name).map(Duration::parse);
    } catch (DateTimeParseException unreadable) {
      return Optional.empty();
    }
  }

  /** Whether a user asked to leave the savepoint where it is (R15). */
  public boolean skipsDisposal() {
    return annotation(SnapshotAnnotations.SKIP_DISPOSAL).filter("true"::equals).isPresent();
  }

  public boolean beingDeleted() {
    return resource.getMetadata().getDeletionTimestamp() != null;
  }

  public boolean hasOurFinalizer() {
    return resource.getMetadata().getFinalizers().contains(FlinkResources.FINALIZER);
  }
}
