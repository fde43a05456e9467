package io.tidemark.flink.job;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The bodies of Flink's REST API for starting and stopping jobs. A null check on a field of an
 * answer turns its absence into an unexpected answer.
 */
final class JobMessages {
  private JobMessages() {}

  /**
   * The body of a run and of a plan. Flink up to 1.19 refuses unknown fields, and calls the claim
   * mode {@code restoreMode}.
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Run(
      @Nullable String entryClass,
      List<String> programArgsList,
      @Nullable Integer parallelism,
      String jobId,
      boolean allowNonRestoredState,
      @Nullable String savepointPath,
      @Nullable String restoreMode,
      @Nullable String claimMode,
      Map<String, String> flinkConfiguration) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Stop(
      @Nullable String targetDirectory, boolean drain, String formatType, String triggerId) {}

  record ConfigurationEntry(String key, String value) {
    ConfigurationEntry {
      requireNonNull(key, "key is missing");
      requireNonNull(value, "value is missing");
    }
  }

  record Upload(String filename) {
    Upload {
      requireNonNull(filename, "filename is missing");
    }

    /** Returns the last part of the path, which is the jar's id. */
    String jarId() {
      return filename.substring(filename.lastIndexOf('/') + 1);
    }
  }

  record Jars(List<Jar> files) {
    Jars {
      requireNonNull(files, "files is missing");
    }
  }

  /**
   * An uploaded jar.
   *
   * @param name the name that it was uploaded with
   */
  record Jar(String id, String name) {}

  record Submitted(@JsonProperty("jobid") String jobId) {
    Submitted {
      requireNonNull(jobId, "jobid is missing");
    }
  }

  record Operation(Status status, @JsonProperty("operation") @Nullable Result result) {
    Operation {
      requireNonNull(status, "status is missing");
    }

    boolean inProgress() {
      return "IN_PROGRESS".equals(status.id());
    }
  }

  record Status(String id) {
    Status {
      requireNonNull(id, "status.id is missing");
    }
  }

  record Result(
      @Nullable String location, @JsonProperty("failure-cause") @Nullable Failure failure) {}

  record Failure(@JsonProperty("stack-trace") String stackTrace) {
    Failure {
      requireNonNull(stackTrace, "stack-trace is missing");
    }
  }

  record CheckpointConfiguration(long interval, @Nullable Externalization externalization) {
    /** Flink writes the largest number for a job without periodic checkpoints. */
    private static final long NEVER = Long.MAX_VALUE;

    /** Returns whether a cancel leaves the job's newest checkpoint (J15). */
    Optional<Boolean> survivesCancel() {
      return Optional.ofNullable(externalization)
          .map(it -> it.enabled() && !it.deletedOnCancel() && interval < NEVER);
    }
  }

  record Externalization(
      boolean enabled, @JsonProperty("delete_on_cancellation") boolean deletedOnCancel) {}

  /** The failures of a job; Flink before 1.20 has the first two fields too. */
  record Exceptions(
      @JsonProperty("root-exception") @Nullable String rootException,
      @Nullable ExceptionHistory exceptionHistory) {
    Optional<String> stackTrace() {
      return Optional.ofNullable(exceptionHistory)
          .flatMap(history -> history.entries().stream().findFirst())
          .map(ExceptionEntry::stacktrace)
          .or(() -> Optional.ofNullable(rootException));
    }
  }

  record ExceptionHistory(List<ExceptionEntry> entries) {
    ExceptionHistory {
      requireNonNull(entries, "exceptionHistory.entries is missing");
    }
  }

  record ExceptionEntry(@Nullable String stacktrace) {}

  /**
   * The times of a job, which may be 3 s old except for {@code now}.
   *
   * @param now the JobManager's clock, in milliseconds since 1970
   * @param endTime -1 while the job has not ended
   */
  record Times(long now, @JsonProperty("end-time") long endTime) {}
}
