package io.tidemark.kubernetes.job;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.tidemark.kubernetes.model.JobAnnotations;
import io.tidemark.workflow.model.SessionJobId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The last start of a session job at Flink, in the annotation {@code tidemark.io/submission} before
 * Flink is called (U4).
 *
 * @param number the number of the submission, from 1
 * @param jobId the id that Flink's job gets
 * @param generation the generation whose spec is submitted; the refused one for a rollback
 * @param savepoint the path that the job starts from; null for none
 * @param jarId Flink's id of the uploaded jar; null once its absence was confirmed
 * @param at time at which it was written, RFC 3339
 * @param previousJobId the id of the job that it replaces; null without one
 * @param rollback whether the last stable spec is submitted (U7)
 * @param refusal the reason for which the submission has failed; null unless it has
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
record Submission(
    int number,
    String jobId,
    long generation,
    @Nullable String savepoint,
    @Nullable String jarId,
    String at,
    @Nullable String previousJobId,
    boolean rollback,
    @Nullable String refusal) {
  static final String ANNOTATION = JobAnnotations.SUBMISSION;

  Submission {
    if (number < 1) {
      throw new IllegalArgumentException("number is not above 0: " + number);
    }
    requireNonNull(jobId, "jobId is null");
    at = Instant.parse(requireNonNull(at, "at is null")).toString();
  }

  /** Returns the submission of a job that was started without one, from a path or nothing. */
  static Submission taken(
      String jobId, int number, long generation, @Nullable String path, Instant now) {
    return new Submission(number, jobId, generation, path, null, now.toString(), null, false, null);
  }

  /**
   * Returns the same submission once its jar was deleted: no request can start its job any more.
   */
  Submission fenced() {
    return withJar(null);
  }

  /** Returns whether its job has the id that Tidemark gives it, and none of another system. */
  boolean isOurs(SessionJobId job) {
    return jobId.equals(job.jobId(number));
  }

  /** Returns the same submission with a jar that is still to be deleted; null for none. */
  Submission withJar(@Nullable String jar) {
    return new Submission(
        number, jobId, generation, savepoint, jar, at, previousJobId, rollback, refusal);
  }

  /** Returns whether it started this job, or replaces it. */
  boolean names(String job) {
    return job.equals(jobId) || job.equals(previousJobId);
  }

  /** Returns the same submission with the reason for which it has failed. */
  Submission refused(String reason) {
    return new Submission(
        number, jobId, generation, savepoint, jarId, at, previousJobId, rollback, reason);
  }

  /** Returns the time at which it was written. */
  Instant time() {
    return Instant.parse(at);
  }
}
