package io.tidemark.workflow.job;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a submission.
 *
 * @param jobId the job's id
 * @param outcome its outcome
 * @param message Flink's reason of a refusal, in one readable line; null without one
 * @param fatalFile the file that a refused restore has left, with which no JobManager will start
 *     again (J16); null without one
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SubmissionResult(
    String jobId, Outcome outcome, @Nullable String message, @Nullable String fatalFile)
    implements FlinkReport {

  /** The outcomes of a submission. */
  public enum Outcome {
    /** Flink knows the job. */
    STARTED,
    /** Flink refused the program before a job existed, so the job id is unused (J3). */
    REFUSED,
    /** Flink refused the restore, so the job id is used up by a failed job (J5). */
    RESTORE_REFUSED,
    /** The jar is not on the cluster. */
    JAR_MISSING,
    /** The cluster takes no jars ({@code web.submit.enable: false}, J2). */
    DISABLED,
    /** The resource has another spec by now, so nothing was sent. */
    OUTDATED
  }

  public SubmissionResult {
    requireNonNull(jobId, "jobId is null");
    requireNonNull(outcome, "outcome is null");
  }

  /** Creates the answer to a submission that has left nothing. */
  public SubmissionResult(String jobId, Outcome outcome, @Nullable String message) {
    this(jobId, outcome, message, null);
  }
}
