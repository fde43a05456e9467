package io.tidemark.kubernetes.model;

import io.tidemark.workflow.model.JobReference;
import io.tidemark.workflow.model.ResourceName;
import io.tidemark.workflow.model.SnapshotType;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The declaration in a spec, with the published defaults (R4).
 *
 * @param spec the spec as written
 */
public record SnapshotDeclaration(SnapshotSpec spec) {
  private static final Set<String> KINDS =
      Set.of(JobReference.DEPLOYMENT, JobReference.SESSION_JOB);
  private static final int NO_LIMIT = -1;

  /** Reads a spec; null is an empty one. */
  public static SnapshotDeclaration of(@Nullable SnapshotSpec spec) {
    return new SnapshotDeclaration(spec == null ? SnapshotSpec.EMPTY : spec);
  }

  /** Returns savepoint or checkpoint, if the spec declares exactly one. */
  public Optional<SnapshotType> type() {
    if ((spec.savepoint() == null) == (spec.checkpoint() == null)) {
      return Optional.empty();
    }
    return Optional.of(spec.savepoint() != null ? SnapshotType.SAVEPOINT : SnapshotType.CHECKPOINT);
  }

  /** Returns the job, if the spec names a valid one. */
  public Optional<JobReference> job() {
    return Optional.ofNullable(spec.jobReference())
        .filter(reference -> jobError().isEmpty())
        .map(reference -> new JobReference(reference.kind(), reference.name()));
  }

  /** Returns the error of an invalid spec, with field and value; empty for a valid one (R2, R3). */
  public Optional<String> error() {
    if (type().isEmpty()) {
      return Optional.of(
          "Exactly one of spec.savepoint and spec.checkpoint must be set, but %s."
              .formatted(spec.savepoint() == null ? "neither is" : "both are"));
    }
    if (backoffLimit() < NO_LIMIT) {
      return Optional.of(
          "spec.backoffLimit is %d, but must be -1 (no limit), 0 (no retries) or more."
              .formatted(backoffLimit()));
    }
    return alreadyExists() ? importError() : jobError().or(this::formatError);
  }

  /** Returns whether the savepoint is imported. */
  public boolean alreadyExists() {
    return spec.savepoint() != null && Boolean.TRUE.equals(spec.savepoint().alreadyExists());
  }

  /** Returns whether the savepoint is disposed of with the resource; never for checkpoints. */
  public boolean disposeOnDelete() {
    return spec.savepoint() != null && !Boolean.FALSE.equals(spec.savepoint().disposeOnDelete());
  }

  /** Returns the number of retries after the first attempt; -1 for no limit. */
  public int backoffLimit() {
    return spec.backoffLimit() == null ? NO_LIMIT : spec.backoffLimit();
  }

  /** Returns the savepoint's format; empty for a checkpoint. */
  public Optional<String> formatType() {
    return Optional.ofNullable(spec.savepoint())
        .map(savepoint -> savepoint.formatType() == null ? "CANONICAL" : savepoint.formatType());
  }

  /** Returns the target directory or, if the savepoint exists already, its path. */
  public Optional<String> path() {
    return Optional.ofNullable(spec.savepoint())
        .map(SnapshotSpec.Savepoint::path)
        .filter(path -> !path.isBlank());
  }

  private Optional<String> importError() {
    return path().isPresent()
        ? Optional.empty()
        : Optional.of("spec.savepoint.alreadyExists is true, but spec.savepoint.path is not set.");
  }

  private Optional<String> jobError() {
    var reference = spec.jobReference();
    if (reference == null || blank(reference.name())) {
      return Optional.of("spec.jobReference.name is required, but not set.");
    }
    if (!ResourceName.allows(reference.name())) {
      return Optional.of(
          "spec.jobReference.name is %s, but must be the name of a resource."
              .formatted(reference.name()));
    }
    return reference.kind() != null && KINDS.contains(reference.kind())
        ? Optional.empty()
        : Optional.of(
            "spec.jobReference.kind is %s, but must be FlinkDeployment or FlinkSessionJob."
                .formatted(reference.kind()));
  }

  private Optional<String> formatError() {
    return formatType()
        .filter(format -> !SnapshotSpec.Savepoint.FORMATS.contains(format))
        .map("spec.savepoint.formatType is %s, but must be CANONICAL or NATIVE."::formatted);
  }

  private static boolean blank(@Nullable String text) {
    return text == null || text.isBlank();
  }
}
