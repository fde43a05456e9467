package io.tidemark.workflow.job;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.tidemark.workflow.flink.FlinkJob;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Requests the start of a job (U2, U4).
 *
 * @param program the program
 * @param job the job, with the id that it gets
 * @param jarId Flink's id of the uploaded jar
 * @param savepoint the path that it starts from; null for none
 * @param blind whether the jar's id has just been written by this run, so that no one else can have
 *     sent this request: it is sent without a look. The second try of the activity looks first.
 * @param longest how long the answer is waited for, and then again how long a lost one is asked
 *     for: {@code main} runs on after its client is gone (J4)
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SubmissionRequest(
    ProgramReference program,
    FlinkJob job,
    String jarId,
    @Nullable String savepoint,
    boolean blind,
    Duration longest) {
  public SubmissionRequest {
    requireNonNull(program, "program is null");
    requireNonNull(job, "job is null");
    requireNonNull(jarId, "jarId is null");
    requireNonNull(longest, "longest is null");
  }

  /** Returns the same request for a call that may follow another one. */
  SubmissionRequest repeated() {
    return new SubmissionRequest(program, job, jarId, savepoint, false, longest);
  }
}
