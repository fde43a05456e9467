package io.tidemark.workflow.resource;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.tidemark.workflow.model.JobReference;
import io.tidemark.workflow.model.SnapshotId;
import io.tidemark.workflow.model.SnapshotState;
import io.tidemark.workflow.model.SnapshotType;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A resource as it was read: what the workflow shows and decides on. Every write carries its
 * version.
 *
 * @param snapshot the resource
 * @param resourceVersion {@code metadata.resourceVersion} of the read
 * @param type savepoint or checkpoint; null when the spec does not say
 * @param job the job it names; null when it names none
 * @param state its recorded state; TRIGGER_PENDING when there is no status yet
 * @param failures attempts that Flink answered as failed so far
 * @param backoffLimit how many retries follow the first attempt; -1 for no limit
 * @param triggerId its recorded trigger id, or null
 * @param triggerTimestamp when Flink accepted that trigger, or null
 * @param path its recorded path, or the one the spec imports
 * @param error {@code status.error}, or null
 * @param startDeadline how long one wait for the job may last; zero for ever (R10)
 * @param disposalDeadline how long a deletion may take before the data is left; zero for ever (R15)
 * @param disposeOnDelete whether the savepoint is disposed of with the resource; never for
 *     checkpoints
 * @param deletedAt {@code metadata.deletionTimestamp}, or null
 * @param restarts the attempts before this one in which the job restarted (R23)
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record SnapshotView(
    SnapshotId snapshot,
    String resourceVersion,
    @Nullable SnapshotType type,
    @Nullable JobReference job,
    SnapshotState state,
    int failures,
    int backoffLimit,
    @Nullable String triggerId,
    @Nullable Instant triggerTimestamp,
    @Nullable String path,
    @Nullable String error,
    Duration startDeadline,
    Duration disposalDeadline,
    boolean disposeOnDelete,
    @Nullable Instant deletedAt,
    JobRestarts restarts) {
  public SnapshotView {
    requireNonNull(snapshot, "snapshot is null");
    requireNonNull(resourceVersion, "resourceVersion is null");
    requireNonNull(state, "state is null");
    startDeadline = startDeadline == null ? Duration.ZERO : startDeadline;
    disposalDeadline = disposalDeadline == null ? Duration.ZERO : disposalDeadline;
    restarts = restarts == null ? JobRestarts.NONE : restarts;
  }

  /** The attempt that is under way or comes next; attempts count from 1. */
  public int attempt() {
    return failures + 1;
  }

  /**
   * When a deletion is given up and the data left; empty for a resource that is not deleted, and
   * for never.
   */
  public Optional<Instant> disposalEnd() {
    return disposalDeadline.isZero()
        ? Optional.empty()
        : Optional.ofNullable(deletedAt).map(start -> start.plus(disposalDeadline));
  }

  /** The resource as a change left it, at the version that the write answered. */
  public SnapshotView after(StatusChange change, String newVersion) {
    return new SnapshotView(
        snapshot,
        newVersion,
        type,
        job,
        change.state(),
        change.failures(),
        backoffLimit,
        change.triggerId(),
        change.triggerTimestamp(),
        change.path(),
        change.error(),
        startDeadline,
        disposalDeadline,
        disposeOnDelete,
        deletedAt,
        change.jobRestarts() == null ? restarts : restarts.inARow(change.jobRestarts()));
  }

  /** The same resource at another version. */
  public SnapshotView at(String newVersion) {
    return new SnapshotView(
        snapshot,
        newVersion,
        type,
        job,
        state,
        failures,
        backoffLimit,
        triggerId,
        triggerTimestamp,
        path,
        error,
        startDeadline,
        disposalDeadline,
        disposeOnDelete,
        deletedAt,
        restarts);
  }
}
