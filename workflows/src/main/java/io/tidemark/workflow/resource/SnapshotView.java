package io.tidemark.workflow.resource;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.tidemark.workflow.model.JobReference;
import io.tidemark.workflow.model.SnapshotId;
import io.tidemark.workflow.model.SnapshotState;
import io.tidemark.workflow.model.SnapshotType;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A resource as it was read, with the values that the workflow shows and decides on. Every write
 * carries its version.
 *
 * @param snapshot the resource
 * @param resourceVersion {@code metadata.resourceVersion} of the read
 * @param type savepoint or checkpoint; null when the spec does not say
 * @param job the job it names; null when it names none
 * @param status its recorded status
 * @param options the limits and wishes of its spec and annotations
 * @param deletion its deletion; null when it is not being deleted
 * @param restarts the attempts before this one in which the job restarted (R23)
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record SnapshotView(
    SnapshotId snapshot,
    String resourceVersion,
    @Nullable SnapshotType type,
    @Nullable JobReference job,
    RecordedStatus status,
    SnapshotOptions options,
    @Nullable RequestedDeletion deletion,
    JobRestarts restarts) {
  public SnapshotView {
    requireNonNull(snapshot, "snapshot is null");
    requireNonNull(resourceVersion, "resourceVersion is null");
    requireNonNull(status, "status is null");
    requireNonNull(options, "options is null");
    restarts = restarts == null ? JobRestarts.NONE : restarts;
  }

  /** Returns the recorded state. */
  public SnapshotState state() {
    return status.state();
  }

  /** Returns the attempt that is under way or comes next; attempts count from 1. */
  public int attempt() {
    return status.attempt();
  }

  /** Returns whether the resource is being deleted. */
  public boolean beingDeleted() {
    return deletion != null;
  }

  /** Returns whether the resource is being deleted together with its namespace. */
  public boolean namespaceEnding() {
    return deletion != null && deletion.namespaceEnding();
  }

  /**
   * Returns the time at which a deletion is given up and the data kept; empty for a resource that
   * is not being deleted, and without a deadline.
   */
  public Optional<Instant> disposalEnd() {
    return options.disposalDeadline().isZero()
        ? Optional.empty()
        : Optional.ofNullable(deletion)
            .map(requested -> requested.at().plus(options.disposalDeadline()));
  }

  /** Returns the resource after a change, at the version that the write returned. */
  public SnapshotView after(StatusChange change, String newVersion) {
    var count = change.annotations().jobRestarts();
    return new SnapshotView(
        snapshot,
        newVersion,
        type,
        job,
        change.status(),
        options,
        deletion,
        count == null ? restarts : restarts.inARow(count));
  }

  /** Returns the same resource at another version. */
  public SnapshotView at(String newVersion) {
    return new SnapshotView(snapshot, newVersion, type, job, status, options, deletion, restarts);
  }

  /** Returns the same resource with this deletion. */
  public SnapshotView deleted(RequestedDeletion requested) {
    return new SnapshotView(
        snapshot, resourceVersion, type, job, status, options, requested, restarts);
  }
}
