package io.tidemark.app.check;

import static java.util.Objects.requireNonNull;

/**
 * The state of the task queue.
 *
 * @param state the state, which decides about polling
 * @param result the state in words, with the remedy
 */
public record TaskQueueFinding(TaskQueueState state, CheckResult result) {
  public TaskQueueFinding {
    requireNonNull(state, "state is null");
    requireNonNull(result, "result is null");
  }
}
