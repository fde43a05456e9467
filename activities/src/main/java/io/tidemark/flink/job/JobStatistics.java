package io.tidemark.flink.job;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The checkpoint statistics of a job, which may be 3 s old. */
record JobStatistics(List<Checkpoint> history, @Nullable Latest latest) {
  private static final String STOP = "SYNC_SAVEPOINT";

  /**
   * The latest of each kind.
   *
   * @param completed the latest checkpoint of the job's own, which is never a savepoint
   * @param savepoint the latest savepoint of the job's own
   * @param restored the state that the job has started from
   */
  record Latest(
      @Nullable Checkpoint completed,
      @Nullable Checkpoint savepoint,
      @Nullable Restored restored) {}

  /** Restored state: it is numbered as the checkpoint or savepoint was. */
  record Restored(long id, @JsonProperty("external_path") @Nullable String path) {}

  /** A checkpoint or a savepoint: they share one history and one numbering. */
  record Checkpoint(
      long id,
      @Nullable String status,
      @JsonProperty("is_savepoint") boolean isSavepoint,
      @JsonProperty("checkpoint_type") @Nullable String type,
      @JsonProperty("trigger_timestamp") long triggeredAt,
      boolean discarded,
      @JsonProperty("external_path") @Nullable String path) {}

  JobStatistics {
    requireNonNull(history, "history is missing");
  }

  /** Returns the path that the job was restored from. */
  Optional<String> restored() {
    return Optional.ofNullable(latest)
        .map(Latest::restored)
        .map(Restored::path)
        .filter(JobStatistics::isUsable);
  }

  /** Returns whether the job has completed a checkpoint or savepoint of its own. */
  boolean hasOwn() {
    return latest != null && (latest.completed() != null || latest.savepoint() != null);
  }

  /** Returns the highest numbered of completed, savepoint and restored that is there (U6, J14). */
  Optional<String> newestState() {
    return Stream.concat(own(), restoredAsCheckpoint())
        .filter(state -> !state.discarded() && isUsable(state.path()))
        .max(Comparator.comparingLong(Checkpoint::id))
        .map(Checkpoint::path);
  }

  /** Returns whether a savepoint is in progress, that of a stop too. */
  boolean savepointRunning() {
    return history.stream().anyMatch(it -> it.isSavepoint() && "IN_PROGRESS".equals(it.status()));
  }

  /**
   * Returns the paths of savepoints that stops have taken, newest first.
   *
   * @param since their trigger, in milliseconds since 1970 by the JobManager's clock
   */
  Stream<String> savepointsOfStops(long since) {
    return Stream.concat(own(), history.stream())
        .filter(it -> STOP.equals(it.type()) && it.triggeredAt() >= since && !it.discarded())
        .filter(it -> it.status() == null || it.status().equals("COMPLETED"))
        .sorted(Comparator.comparingLong(Checkpoint::id).reversed())
        .map(Checkpoint::path)
        .filter(JobStatistics::isUsable)
        .map(String::valueOf)
        .distinct();
  }

  private Stream<Checkpoint> own() {
    return latest == null
        ? Stream.empty()
        : Stream.of(
                Optional.ofNullable(latest.completed()), Optional.ofNullable(latest.savepoint()))
            .flatMap(Optional::stream);
  }

  private Stream<Checkpoint> restoredAsCheckpoint() {
    return Stream.ofNullable(latest)
        .flatMap(it -> Stream.ofNullable(it.restored()))
        .map(it -> new Checkpoint(it.id(), null, false, null, 0, false, it.path()));
  }

  /** For a checkpoint in memory, Flink writes a text in angle brackets. */
  private static boolean isUsable(@Nullable String path) {
    return path != null && !path.isEmpty() && !path.startsWith("<");
  }
}
