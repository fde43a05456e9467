package io.tidemark.kubernetes.model;

import static java.util.Objects.requireNonNull;

import io.tidemark.workflow.model.SnapshotId;
import io.tidemark.workflow.model.SnapshotLabels;
import io.tidemark.workflow.model.SnapshotState;
import io.tidemark.workflow.model.TriggerType;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a FlinkStateSnapshot as it came from the API server. Each part is parsed once. */
public final class SnapshotReader {
  private final FlinkStateSnapshot resource;
  private final SnapshotDeclaration declaration;
  private final Optional<RecordedAttempt> attempt;

  public SnapshotReader(FlinkStateSnapshot resource) {
    this.resource = requireNonNull(resource, "resource is null");
    this.declaration = SnapshotDeclaration.of(resource.getSpec());
    this.attempt =
        annotation(SnapshotAnnotations.ATTEMPT)
            .filter(annotation -> copyOf().isEmpty())
            .flatMap(RecordedAttempt::parse)
            .filter(parsed -> parsed.number() == failures() + 1);
  }

  /** Returns the resource itself. */
  public FlinkStateSnapshot resource() {
    return resource;
  }

  /** Returns what its spec asks for. */
  public SnapshotDeclaration declaration() {
    return declaration;
  }

  /** Returns the attempt that the resource is at; that of a copy's original is not its own. */
  public Optional<RecordedAttempt> attempt() {
    return attempt;
  }

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

  /** When it was created. */
  public Optional<Instant> createdAt() {
    return instant(resource.getMetadata().getCreationTimestamp());
  }

  /** When its deletion was asked for. */
  public Optional<Instant> deletedAt() {
    return instant(resource.getMetadata().getDeletionTimestamp());
  }

  /** When Flink accepted its attempt. */
  public Optional<Instant> triggeredAt() {
    return instant(status().triggerTimestamp());
  }

  /** When its result was seen. */
  public Optional<Instant> resultAt() {
    return instant(status().resultTimestamp());
  }

  /** A time as Kubernetes writes it; one that another writer left unreadable counts as absent. */
  private static Optional<Instant> instant(@Nullable String time) {
    try {
      return Optional.ofNullable(time).map(text -> OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeParseException unreadable) {
      return Optional.empty();
    }
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

  /** A duration given by an annotation; one that cannot be read counts as absent. */
  public Optional<Duration> duration(String name) {
    try {
      return annotation(name).map(DurationParser::parse);
    } catch (IllegalArgumentException unreadable) {
      return Optional.empty();
    }
  }

  /** A number given by an annotation; one that cannot be read counts as 0. */
  public int number(String name) {
    try {
      return annotation(name).map(Integer::parseInt).orElse(0);
    } catch (NumberFormatException unreadable) {
      return 0;
    }
  }

  /** Where the snapshot is, once it is COMPLETED. */
  public Optional<SavepointPath> path() {
    return Optional.ofNullable(status().path())
        .filter(path -> state() == SnapshotState.COMPLETED && !path.isBlank())
        .map(SavepointPath::of);
  }

  /** The workflow id of the resource that this one is a copy of, if it is one (R22). */
  public Optional<String> copyOf() {
    return annotation(SnapshotAnnotations.WORKFLOW_ID)
        .filter(workflow -> !workflow.isBlank() && !workflow.endsWith("/" + id().shortUid()));
  }

  /** Whether this was put aside as a copy, and its user has made it its own since (R22). */
  public boolean releasedCopy() {
    return state() == SnapshotState.ABANDONED
        && annotation(SnapshotAnnotations.COPY_OF).isPresent()
        && annotation(SnapshotAnnotations.WORKFLOW_ID).filter(it -> !it.isBlank()).isEmpty();
  }

  /** Whether the savepoint was found, not answered to our trigger (R18). */
  public boolean adopted() {
    return annotation(SnapshotAnnotations.ADOPTED).filter("true"::equals).isPresent();
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
