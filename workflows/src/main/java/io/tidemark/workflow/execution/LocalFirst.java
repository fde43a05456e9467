package io.tidemark.workflow.execution;

import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Workflow;
import java.util.Optional;
import java.util.function.Function;

/**
 * Calls activities inside the workflow task first. A step that fails there, or takes longer than
 * the task may be held, continues as a normal activity.
 */
public final class LocalFirst {
  private LocalFirst() {}

  /** Calls the step inside the workflow task if it ends there soon, else as a normal activity. */
  public static <A, T> T call(Class<A> activities, String summary, Function<A, T> step) {
    return callLocally(activities, summary, step)
        .orElseGet(() -> step.apply(durably(activities, summary)));
  }

  /**
   * Returns the stub of a normal activity, for a step whose request has to be in the history before
   * it acts.
   */
  public static <A> A durably(Class<A> activities, String summary) {
    return Workflow.newActivityStub(activities, ActivityPolicies.step(summary));
  }

  /**
   * Returns the step's answer, or nothing when it failed or did not end inside the workflow task.
   */
  public static <A, T> Optional<T> callLocally(
      Class<A> activities, String summary, Function<A, T> step) {
    try {
      return Optional.of(
          step.apply(Workflow.newLocalActivityStub(activities, ActivityPolicies.local(summary))));
    } catch (ActivityFailure unknown) {
      return Optional.empty();
    }
  }
}
