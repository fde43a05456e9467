package io.tidemark.flink;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The bodies of Flink's REST API, as far as they are used. Requests have these fields and no
 * others: up to 1.19 Flink refuses unknown ones. A null check on an answer makes its absence an
 * unexpected answer.
 */
final class RestMessages {
  private RestMessages() {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record SavepointTrigger(
      @JsonProperty("target-directory") @Nullable String targetDirectory,
      @Nullable String formatType,
      String triggerId) {}

  record CheckpointTrigger(String triggerId) {}

  record SavepointDisposal(@JsonProperty("savepoint-path") String path) {}

  record Accepted(@JsonProperty("request-id") String requestId) {
    Accepted {
      requireNonNull(requestId, "request-id is missing");
    }
  }

  /** An asynchronous operation. COMPLETED means ended, well or not: the result tells. */
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

  /** Failures have another key for checkpoints than for savepoints and disposals. */
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

    /** The newest savepoint is shown also when it has left the history. */
    Stream<Checkpoint> savepoints() {
      var newest = latest == null ? null : latest.savepoint();
      return Stream.concat(Stream.ofNullable(newest), history.stream())
          .filter(Checkpoint::isSavepoint);
    }
  }

  record Latest(@Nullable Checkpoint savepoint) {}

  /** A checkpoint or a savepoint: they share one history. */
  record Checkpoint(
      long id,
      String status,
      @JsonProperty("is_savepoint") boolean isSavepoint,
      @JsonProperty("trigger_timestamp") long triggerTimestamp,
      boolean discarded,
      @JsonProperty("external_path") @Nullable String externalPath) {

    /**
     * Whether it has a path: Flink writes one in angle brackets for a checkpoint kept in memory.
     */
    boolean findable() {
      return "COMPLETED".equals(status)
          && externalPath != null
          && !externalPath.isEmpty()
          && !externalPath.startsWith("<");
    }
  }

  /**
   * The details of a job, which may be 3 s old but for {@code now}.
   *
   * @param now the JobManager's clock, in milliseconds since 1970
   * @param timestamps when the job last came into each state; 0 for never
   */
  record JobDetails(long now, Map<String, Long> timestamps) {
    JobDetails {
      requireNonNull(timestamps, "timestamps is missing");
    }

    /** The time that was so long ago by the JobManager's clock, which need not be ours. */
    long ago(Duration age) {
      return now - age.toMillis();
    }
  }

  record Configuration(@JsonProperty("flink-version") String flinkVersion) {
    Configuration {
      requireNonNull(flinkVersion, "flink-version is missing");
    }
  }

  record Errors(List<String> errors) {
    Errors {
      requireNonNull(errors, "errors is missing");
    }
  }
}
