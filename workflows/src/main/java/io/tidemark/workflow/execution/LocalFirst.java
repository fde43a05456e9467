package io.tidemark.workflow.execution;

import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Workflow;
import java.util.Optional;
import java.util.function.Function;

/**
 * Calls activities inside the workflow task first. A step that fails there, or takes longer than
 * the task may be held, continues as a normal activity.
 */
public final class LocalFirst {

  /** The time at which the request of a step enters the workflow's history. */
  public enum InHistory {
    /**
     * With its result. A workflow task that ends early is repeated with its steps, so this is for
     * steps that may be repeated as if they had never run.
     */
    WITH_ITS_RESULT,
    /**
     * Before the step acts, for steps that later ones depend on and would not see in a repeated
     * task.
     */
    FIRST
  }

  private LocalFirst() {}

  /** Calls a step whose request need not be in the history before it acts. */
  public static <A, T> T call(Class<A> activities, String summary, Function<A, T> step) {
    return call(activities, summary, InHistory.WITH_ITS_RESULT, step);
  }

  /** Calls a step whose request is in the history at the given time. */
  public static <A, T> T call(
      Class<A> activities, String summary, InHistory request, Function<A, T> step) {
    return switch (request) {
      case WITH_ITS_RESULT ->
          callLocally(activities, summary, step)
              .orElseGet(() -> durably(activities, summary, step));
      case FIRST -> durably(activities, summary, step);
    };
  }

  /**
   * Calls a step that a person's request ends, once it continues outside of the workflow task; the
   * result is then empty. The step may still run to its end, beside those that follow.
   */
  public static <A, T> Optional<T> callUnlessRequested(
      InterruptibleWait waits, Class<A> activities, String summary, Function<A, T> step) {
    return callUnlessRequested(waits, activities, summary, InHistory.WITH_ITS_RESULT, step);
  }

  /** Does the same with a step whose request is in the history at the given time. */
  public static <A, T> Optional<T> callUnlessRequested(
      InterruptibleWait waits,
      Class<A> activities,
      String summary,
      InHistory request,
      Function<A, T> step) {
    Optional<T> local =
        request == InHistory.FIRST ? Optional.empty() : callLocally(activities, summary, step);
    return local.or(
        () -> waits.orRequest(() -> Async.function(() -> durably(activities, summary, step))));
  }

  /** Returns the step's result; empty when it failed or did not end inside the workflow task. */
  public static <A, T> Optional<T> callLocally(
      Class<A> activities, String summary, Function<A, T> step) {
    try {
      return Optional.of(
          step.apply(Workflow.newLocalActivityStub(activities, ActivityPolicies.local(summary))));
    } catch (ActivityFailure unknown) {
      return Optional.empty();
    }
  }

  private static <A, T> T durably(Class<A> activities, String summary, Function<A, T> step) {
    return step.apply(Workflow.newActivityStub(activities, ActivityPolicies.step(summary)));
  }
}
