package io.tidemark.flink;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The bodies of Flink's REST API that Tidemark uses. Requests have exactly these fields: up to 1.19
 * Flink refuses unknown ones. A null check on a field of an answer turns its absence into an
 * unexpected answer.
 */
final class RestMessages {
  private RestMessages() {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record SavepointTrigger(
      @JsonProperty("target-directory") @Nullable String targetDirectory,
      @Nullable String formatType,
      String triggerId) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record CheckpointTrigger(@Nullable String checkpointType, String triggerId) {}

  record SavepointDisposal(@JsonProperty("savepoint-path") String path) {}

  record Accepted(@JsonProperty("request-id") String requestId) {
    Accepted {
      requireNonNull(requestId, "request-id is missing");
    }
  }

  /**
   * An asynchronous operation. COMPLETED means that it has ended; the result says whether it
   * failed.
   */
  record Operation(Status status, @JsonProperty("operation") @Nullable Result result) {
    Operation {
      requireNonNull(status, "status is missing");
    }

    boolean inProgress() {
      return status.id() == Phase.IN_PROGRESS;
    }
  }

  enum Phase {
    IN_PROGRESS,
    COMPLETED
  }

  record Status(Phase id) {
    Status {
      requireNonNull(id, "status.id is missing");
    }
  }

  /**
   * The result of an operation. The key of a failure differs between checkpoints and savepoints.
   */
  record Result(
      @Nullable String location,
      @Nullable Long checkpointId,
      @JsonProperty("failure-cause") @JsonAlias("failureCause") @Nullable Failure failure) {}

  record Failure(@JsonProperty("stack-trace") String stackTrace) {
    Failure {
      requireNonNull(stackTrace, "stack-trace is missing");
    }
  }

  record Jobs(List<JobOverview> jobs) {
    Jobs {
      requireNonNull(jobs, "jobs is missing");
    }
  }

  record Checkpoints(List<Checkpoint> history, @Nullable Latest latest) {
    Checkpoints {
      requireNonNull(history, "history is missing");
    }

    /** Returns what the history shows of a checkpoint, whose numbers grow. */
    CheckpointEntry entry(long checkpointId) {
      var path =
          history.stream()
              .filter(checkpoint -> checkpoint.id() == checkpointId && checkpoint.hasPath())
              .map(Checkpoint::externalPath)
              .findFirst();
      var laterShown = history.stream().anyMatch(checkpoint -> checkpoint.id() > checkpointId);
      return new CheckpointEntry(path, laterShown);
    }

    /** Returns what the job has restored from; empty once it has a checkpoint of its own. */
    Optional<String> onlyRestoredFrom() {
      return Optional.ofNullable(latest)
          .filter(known -> known.completed() == null)
          .map(Latest::restored)
          .map(Restored::externalPath);
    }

    /** Returns the savepoints, with the newest one also when it has left the history. */
    Stream<Checkpoint> savepoints() {
      var newest = latest == null ? null : latest.savepoint();
      return Stream.concat(Stream.ofNullable(newest), history.stream())
          .filter(Checkpoint::isSavepoint);
    }
  }

  /**
   * What a job's checkpoint history shows of one checkpoint.
   *
   * @param path its path; empty if the history does not show it
   * @param laterShown whether the history shows later checkpoints
   */
  record CheckpointEntry(Optional<String> path, boolean laterShown) {
    static final CheckpointEntry MISSING = new CheckpointEntry(Optional.empty(), false);
  }

  /**
   * The latest of each kind.
   *
   * @param completed the latest checkpoint, which is never a savepoint
   * @param restored what the job has restored from
   */
  record Latest(
      @Nullable Checkpoint completed,
      @Nullable Checkpoint savepoint,
      @Nullable Restored restored) {}

  record Restored(@JsonProperty("external_path") @Nullable String externalPath) {}

  /** A checkpoint or a savepoint: they share one history. */
  record Checkpoint(
      long id,
      String status,
      @JsonProperty("is_savepoint") boolean isSavepoint,
      @JsonProperty("trigger_timestamp") long triggerTimestamp,
      boolean discarded,
      @JsonProperty("external_path") @Nullable String externalPath) {

    /**
     * Returns whether it has a usable path: for a checkpoint in memory, Flink writes a text in
     * angle brackets.
     */
    boolean hasPath() {
      return "COMPLETED".equals(status)
          && externalPath != null
          && !externalPath.isEmpty()
          && !externalPath.startsWith("<");
    }
  }

  /**
   * The details of a job, which may be 3 s old except for {@code now}.
   *
   * @param now the JobManager's clock, in milliseconds since 1970
   * @param timestamps the last time that the job entered each state, in milliseconds since 1970; 0
   *     for never
   */
  record JobDetails(long now, Map<String, Long> timestamps) {
    JobDetails {
      requireNonNull(timestamps, "timestamps is missing");
    }

    /**
     * Returns the time before now by the JobManager's clock, which may differ from ours, in
     * milliseconds since 1970.
     */
    long timeBefore(Duration age) {
      return now - age.toMillis();
    }
  }

  /** One entry of the JobManager's configuration, whose secrets Flink hides. */
  record ConfigurationEntry(String key, String value) {
    ConfigurationEntry {
      requireNonNull(key, "key is missing");
      requireNonNull(value, "value is missing");
    }
  }

  record Errors(List<String> errors) {
    Errors {
      requireNonNull(errors, "errors is missing");
    }
  }
}
