package io.tidemark.workflow.snapshot;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.tidemark.workflow.model.SnapshotState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The current activity of a snapshot's workflow: the answer to the query {@code progress} and the
 * text of the Web UI's current details (W2).
 *
 * @param state the resource's state as the workflow knows it
 * @param attempt the attempt under way or next, from 1
 * @param triggerId the attempt's trigger id, once there is one
 * @param activity the step in progress, or the reason for a wait
 * @param nextTry the time at which the current wait ends by itself; null outside of a wait
 * @param ignored the last request that could not be read; null without one (W6)
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record SnapshotProgress(
    SnapshotState state,
    int attempt,
    @Nullable String triggerId,
    String activity,
    @Nullable Instant nextTry,
    @Nullable String ignored) {
  public SnapshotProgress {
    requireNonNull(state, "state is null");
    requireNonNull(activity, "activity is null");
  }

  /** Formats the progress as Markdown. */
  public String markdown() {
    var text = new StringBuilder("**").append(state).append("**, attempt ").append(attempt);
    if (triggerId != null) {
      text.append(", trigger id `").append(triggerId).append('`');
    }
    text.append("\n\n").append(activity);
    if (nextTry != null) {
      text.append("\n\nNext try: ").append(nextTry);
    }
    if (ignored != null) {
      text.append("\n\nIgnored: ").append(ignored);
    }
    return text.toString();
  }

  /** Returns the same progress with a request that could not be read. */
  SnapshotProgress ignoring(String request) {
    return new SnapshotProgress(state, attempt, triggerId, activity, nextTry, request);
  }
}
