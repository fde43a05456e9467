package io.tidemark.workflow.job;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The change of a session job in progress: the answer to the query {@code progress} and the text of
 * the Web UI's current details.
 *
 * @param phase the phase of the change
 * @param generation the generation that the change leads to
 * @param submission the number of the last submission; 0 before the first
 * @param jobId the id of the last submission's job; null before the first
 * @param previousJobId the id of the job before it; null without one
 * @param path the state that the job starts from, or that its stop has left; null without one
 * @param triggerId the trigger id of a stop under way; null without one
 * @param jarId Flink's id of the uploaded jar; null without one
 * @param activity the step in progress, the reason for a wait, or what a person must do
 * @param nextTry the time at which the current wait ends by itself; null outside of a wait
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JobProgress(
    JobPhase phase,
    long generation,
    int submission,
    @Nullable String jobId,
    @Nullable String previousJobId,
    @Nullable String path,
    @Nullable String triggerId,
    @Nullable String jarId,
    String activity,
    @Nullable Instant nextTry) {
  public JobProgress {
    requireNonNull(phase, "phase is null");
    requireNonNull(activity, "activity is null");
  }

  /** Returns the progress of a workflow that knows nothing of its resource. */
  public static JobProgress without(JobPhase phase, String activity) {
    return new JobProgress(phase, 0, 0, null, null, null, null, null, activity, null);
  }

  /** Formats the progress as Markdown. */
  public String markdown() {
    var text = new StringBuilder("**").append(phase).append("**, generation ").append(generation);
    if (submission > 0) {
      text.append(", submission ").append(submission);
    }
    text.append("\n\n").append(activity);
    append(text, "Next try", nextTry);
    append(text, "Job id", jobId);
    append(text, "Previous job id", previousJobId);
    append(text, "State", path);
    append(text, "Trigger id of the stop", triggerId);
    append(text, "Jar", jarId);
    return text.toString();
  }

  private static void append(StringBuilder text, String name, @Nullable Object value) {
    if (value != null) {
      text.append("\n\n").append(name).append(": `").append(value).append('`');
    }
  }
}
