package io.tidemark.kubernetes.model;

import static java.util.Objects.requireNonNull;

import io.tidemark.workflow.model.SavepointPath;
import io.tidemark.workflow.model.SnapshotId;
import io.tidemark.workflow.model.SnapshotLabels;
import io.tidemark.workflow.model.SnapshotState;
import io.tidemark.workflow.model.TriggerType;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a FlinkStateSnapshot as it came from the API server. Each part is parsed once. */
public final class SnapshotReader {
  private final FlinkStateSnapshot resource;
  private final SnapshotDeclaration declaration;
  private final Optional<RecordedAttempt> writtenAttempt;

  public SnapshotReader(FlinkStateSnapshot resource) {
    this.resource = requireNonNull(resource, "resource is null");
    this.declaration = SnapshotDeclaration.of(resource.getSpec());
    this.writtenAttempt =
        annotation(SnapshotAnnotations.ATTEMPT)
            .filter(annotation -> copyOf().isEmpty())
            .flatMap(RecordedAttempt::parse);
  }

  /** Returns the resource itself. */
  public FlinkStateSnapshot resource() {
    return resource;
  }

  /** Returns what its spec asks for. */
  public SnapshotDeclaration declaration() {
    return declaration;
  }

  /** Returns the current attempt; empty for a copy, whose annotation is that of the original. */
  public Optional<RecordedAttempt> attempt() {
    return writtenAttempt.filter(written -> written.number() == failures() + 1);
  }

  /** Returns the attempt in the annotation, also one that has failed; empty for a copy. */
  public Optional<RecordedAttempt> writtenAttempt() {
    return writtenAttempt;
  }

  /**
   * Returns the attempt of an abandoned snapshot whose savepoint Flink may still complete; empty
   * when its clean-up has ended (W3).
   */
  public Optional<RecordedAttempt> lateSavepoint() {
    return annotation(SnapshotAnnotations.LATE_SAVEPOINT)
        .filter(mark -> state() == SnapshotState.ABANDONED && copyOf().isEmpty())
        .flatMap(RecordedAttempt::parse)
        .filter(late -> late.number() == failures() + 1);
  }

  /** Returns the resource's identity. */
  public SnapshotId id() {
    var metadata = resource.getMetadata();
    return new SnapshotId(
        metadata.getNamespace(), metadata.getName(), metadata.getUid(), resource.getLegacy());
  }

  /** Returns the status as written; empty values if there is none. */
  public SnapshotStatus status() {
    return resource.getStatus() == null ? SnapshotStatus.EMPTY : resource.getStatus();
  }

  /** Returns the state; TRIGGER_PENDING without a status, and for an unknown state. */
  public SnapshotState state() {
    return Arrays.stream(SnapshotState.values())
        .filter(state -> state.name().equals(status().state()))
        .findFirst()
        .orElse(SnapshotState.TRIGGER_PENDING);
  }

  /** Returns the number of failed attempts. */
  public int failures() {
    var failures = status().failures();
    return failures == null ? 0 : failures;
  }

  /** Returns the time of its creation. */
  public Optional<Instant> createdAt() {
    return instant(resource.getMetadata().getCreationTimestamp());
  }

  /** Returns the time of its data: that of an import as its annotation says, else its creation. */
  public Optional<Instant> takenAt() {
    return annotation(SnapshotAnnotations.TAKEN_AT)
        .flatMap(SnapshotReader::instant)
        .or(this::createdAt);
  }

  /** Returns the time of the request to delete it; empty without one. */
  public Optional<Instant> deletedAt() {
    return instant(resource.getMetadata().getDeletionTimestamp());
  }

  /** Returns the time at which Flink accepted its attempt. */
  public Optional<Instant> triggeredAt() {
    return instant(status().triggerTimestamp());
  }

  /** Returns the time at which its result was seen. */
  public Optional<Instant> resultAt() {
    return instant(status().resultTimestamp());
  }

  /** Parses a time as Kubernetes writes it; empty for one that cannot be read. */
  private static Optional<Instant> instant(@Nullable String time) {
    try {
      return Optional.ofNullable(time).map(text -> OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeParseException unreadable) {
      return Optional.empty();
    }
  }

  /** Returns the trigger type by its label; MANUAL for a missing or unknown one (R13). */
  public TriggerType triggerType() {
    return Arrays.stream(TriggerType.values())
        .filter(type -> type.name().equals(labels().get(SnapshotLabels.TRIGGER_TYPE)))
        .findFirst()
        .orElse(TriggerType.MANUAL);
  }

  /** Returns the labels. */
  public Map<String, String> labels() {
    var labels = resource.getMetadata().getLabels();
    return labels == null ? Map.of() : labels;
  }

  /** Returns the annotations. */
  public Map<String, String> annotations() {
    var annotations = resource.getMetadata().getAnnotations();
    return annotations == null ? Map.of() : annotations;
  }

  /** Returns an annotation; empty if it is missing. */
  public Optional<String> annotation(String name) {
    return Optional.ofNullable(annotations().get(name));
  }

  /** Returns the duration in an annotation; empty for one that cannot be read. */
  public Optional<Duration> duration(String name) {
    try {
      return annotation(name).map(DurationParser::parse);
    } catch (IllegalArgumentException unreadable) {
      return Optional.empty();
    }
  }

  /** Returns true or false, as an annotation says; empty for one that cannot be read. */
  public Optional<Boolean> flag(String name) {
    try {
      return annotation(name).map(BooleanParser::parse);
    } catch (IllegalArgumentException unreadable) {
      return Optional.empty();
    }
  }

  /** Returns the number in an annotation; 0 for one that cannot be read. */
  public int number(String name) {
    try {
      return annotation(name).map(Integer::parseInt).orElse(0);
    } catch (NumberFormatException unreadable) {
      return 0;
    }
  }

  /** Returns the path of a COMPLETED snapshot. */
  public Optional<SavepointPath> path() {
    return Optional.ofNullable(status().path())
        .filter(path -> state() == SnapshotState.COMPLETED && !path.isBlank())
        .map(SavepointPath::of);
  }

  /**
   * Returns the workflow id of the resource that this one is a copy of; empty for no copy (R22).
   */
  public Optional<String> copyOf() {
    return annotation(SnapshotAnnotations.WORKFLOW_ID)
        .filter(workflow -> !workflow.isBlank() && !id().hasWorkflow(workflow));
  }

  /** Returns whether this is a copy whose user has released it to be started (R22). */
  public boolean releasedCopy() {
    return state() == SnapshotState.ABANDONED
        && annotation(SnapshotAnnotations.COPY_OF).isPresent()
        && annotation(SnapshotAnnotations.WORKFLOW_ID).filter(id -> !id.isBlank()).isEmpty();
  }

  /** Returns whether the savepoint was found, not reported for our trigger (R18). */
  public boolean adopted() {
    return flag(SnapshotAnnotations.ADOPTED).orElse(false);
  }

  /** Returns whether a user asked to keep the savepoint; in doubt, it is kept (R15). */
  public boolean skipsDisposal() {
    return annotation(SnapshotAnnotations.SKIP_DISPOSAL).isPresent()
        && flag(SnapshotAnnotations.SKIP_DISPOSAL).orElse(true);
  }

  /** Returns whether nothing has happened to the resource: no attempt, status or deletion. */
  public boolean untouched() {
    return status().state() == null
        && annotation(SnapshotAnnotations.ATTEMPT).isEmpty()
        && !beingDeleted();
  }

  /** Returns whether the resource is being deleted. */
  public boolean beingDeleted() {
    return resource.getMetadata().getDeletionTimestamp() != null;
  }

  /** Returns the finalizers that are not ours. */
  public List<String> otherFinalizers() {
    return resource.getMetadata().getFinalizers().stream()
        .filter(finalizer -> !finalizer.equals(FlinkResources.FINALIZER))
        .toList();
  }

  /** Returns whether the resource has the finalizer of Tidemark. */
  public boolean hasOurFinalizer() {
    return resource.getMetadata().getFinalizers().contains(FlinkResources.FINALIZER);
  }
}
