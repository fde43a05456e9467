package io.tidemark.kubernetes.job;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.tidemark.kubernetes.model.JobAnnotations;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The end that Tidemark has given the job of a submission, in the annotation {@code
 * tidemark.io/stop} before Flink is called (U1, U9).
 *
 * @param submission the number of the submission that is stopped
 * @param tries the number of the try with a savepoint, from 1; 0 for none
 * @param at time at which it was written, RFC 3339; part of the UPGRADE snapshot's name
 * @param generation the generation for which the job is stopped
 * @param cancel whether the job is cancelled instead
 * @param path the savepoint; null until it is complete
 * @param failure Flink's reason for a try, or a stop, that has failed; null unless it has
 * @param next the time of the next try, RFC 3339; null unless the try has failed
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
record StopAttempt(
    int submission,
    @JsonProperty("try") int tries,
    String at,
    long generation,
    boolean cancel,
    @Nullable String path,
    @Nullable String failure,
    @Nullable String next) {
  static final String ANNOTATION = JobAnnotations.STOP;

  StopAttempt {
    at = Instant.parse(requireNonNull(at, "at is null")).toString();
    next = next == null ? null : Instant.parse(next).toString();
  }

  /** Returns the try that is sent next, or the wait before the first. */
  static StopAttempt of(int submission, int tries, long generation, Instant at) {
    return new StopAttempt(submission, tries, at.toString(), generation, false, null, null, null);
  }

  /** Returns the mark of a job that is cancelled. */
  static StopAttempt ofCancel(int submission, long generation, Instant at) {
    return new StopAttempt(submission, 0, at.toString(), generation, true, null, null, null);
  }

  /** Returns the same try with the reason for which it has failed. */
  StopAttempt failed(String reason, Instant nextTry) {
    return new StopAttempt(
        submission, tries, at, generation, false, null, reason, nextTry.toString());
  }

  /** Returns the same try with its savepoint, and the reason if the job has failed after it. */
  StopAttempt completed(String savepoint, @Nullable String reason) {
    return new StopAttempt(submission, tries, at, generation, false, savepoint, reason, null);
  }

  /** Returns whether Flink may still end the job for it. */
  boolean underWay() {
    return cancel || path != null || (tries > 0 && failure == null);
  }

  /** Returns whether a try has failed, and the job runs on. */
  boolean hasFailed() {
    return tries > 0 && failure != null && path == null;
  }

  /** Returns the time at which it was written. */
  Instant time() {
    return Instant.parse(at);
  }

  /** Returns the time of the next try. */
  Instant nextTry() {
    return next == null ? time() : Instant.parse(next);
  }
}
