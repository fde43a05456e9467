package io.tidemark.kubernetes.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.tidemark.workflow.model.JobReference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The spec of a FlinkStateSnapshot. Values are kept as written; {@link
 * io.tidemark.kubernetes.model.SnapshotDeclaration} checks them.
 *
 * @param backoffLimit retries after the first attempt
 * @param jobReference the job to snapshot
 * @param savepoint present for a savepoint
 * @param checkpoint present for a checkpoint
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SnapshotSpec(
    @Nullable Integer backoffLimit,
    @Nullable Reference jobReference,
    @Nullable Savepoint savepoint,
    @Nullable Checkpoint checkpoint) {

  /** The spec of a resource without one. */
  public static final SnapshotSpec EMPTY = new SnapshotSpec(null, null, null, null);

  /** The limit that users see in the resource; without it, the CRD's default is no limit (T6). */
  private static final int BACKOFF_LIMIT = 3;

  /** Returns the spec of a savepoint that Tidemark creates. */
  public static SnapshotSpec created(JobReference job, Savepoint savepoint) {
    return new SnapshotSpec(BACKOFF_LIMIT, Reference.to(job), savepoint, null);
  }

  /** Returns the spec of a checkpoint that Tidemark creates. */
  public static SnapshotSpec createdCheckpoint(JobReference job) {
    return new SnapshotSpec(BACKOFF_LIMIT, Reference.to(job), null, new Checkpoint());
  }

  /**
   * {@code spec.jobReference}.
   *
   * @param kind kind of the job resource
   * @param name name of the job resource
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Reference(@Nullable String kind, @Nullable String name) {
    private static Reference to(JobReference job) {
      return new Reference(job.kind(), job.name());
    }
  }

  /**
   * {@code spec.savepoint}.
   *
   * @param alreadyExists whether the savepoint is imported
   * @param disposeOnDelete whether it is disposed of with the resource
   * @param formatType CANONICAL or NATIVE
   * @param path target directory or, if it exists already, its path
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Savepoint(
      @Nullable Boolean alreadyExists,
      @Nullable Boolean disposeOnDelete,
      @Nullable String formatType,
      @Nullable String path) {
    /** The allowed formats. */
    public static final List<String> FORMATS = List.of("CANONICAL", "NATIVE");
  }

  /** {@code spec.checkpoint}, which has no fields. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Checkpoint() {}
}
