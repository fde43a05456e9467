package io.tidemark.workflow.execution;

import io.temporal.activity.ActivityOptions;
import io.temporal.activity.LocalActivityOptions;
import io.temporal.common.RetryOptions;
import java.time.Duration;
import java.util.Optional;

/**
 * How activities are called. A step is first tried inside the workflow task; what takes longer, or
 * fails, goes on as a normal activity, whose retries the Web UI shows.
 */
public final class ActivityPolicies {
  /** How long a step may hold the workflow task. */
  private static final Duration LOCAL_LIMIT = Duration.ofSeconds(3);

  /** How long the fast path polls for an outcome; under the local limit. */
  public static final Duration FAST_PATIENCE = Duration.ofSeconds(2);

  /**
   * A single call, to Flink or to Kubernetes, has its own time-out of 10 s; a step makes up to
   * three.
   */
  private static final Duration STEP_LIMIT = Duration.ofSeconds(35);

  /** A savepoint may take as long as its state is large. */
  private static final Duration LONGEST_SNAPSHOT = Duration.ofDays(30);

  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  /**
   * 1 + 2 + 4 + 8 + 16 s between six tries: about half a minute, then the workflow shows the error
   * (R8).
   */
  private static final RetryOptions RETRY =
      RetryOptions.newBuilder()
          .setInitialInterval(Duration.ofSeconds(1))
          .setBackoffCoefficient(2)
          .setMaximumAttempts(6)
          .validateBuildWithDefaults();

  /** Flink's statistics are up to 3 s old, so a path is asked for until they are fresh (R12). */
  private static final RetryOptions STATISTICS_RETRY =
      RetryOptions.newBuilder()
          .setInitialInterval(Duration.ofMillis(250))
          .setBackoffCoefficient(1.5)
          .setMaximumAttempts(8)
          .validateBuildWithDefaults();

  /** For what has no one to show an outage to but the Web UI, and waits it out. */
  private static final RetryOptions PATIENT_RETRY =
      RetryOptions.newBuilder()
          .setInitialInterval(Duration.ofSeconds(1))
          .setBackoffCoefficient(2)
          .setMaximumInterval(Duration.ofSeconds(30))
          .validateBuildWithDefaults();

  /** For what is left undone rather than waited for. */
  private static final RetryOptions ONE_TRY =
      RetryOptions.newBuilder().setMaximumAttempts(1).validateBuildWithDefaults();

  /** The server takes no limit of zero. */
  private static final Duration SHORTEST = Duration.ofMillis(1);

  private ActivityPolicies() {}

  static LocalActivityOptions local(String summary) {
    return LocalActivityOptions.newBuilder()
        .setStartToCloseTimeout(LOCAL_LIMIT)
        .setRetryOptions(ONE_TRY)
        .setDoNotIncludeArgumentsIntoMarker(true)
        .setSummary(summary)
        .validateAndBuildWithDefaults();
  }

  public static ActivityOptions step(String summary) {
    return ActivityOptions.newBuilder()
        .setStartToCloseTimeout(STEP_LIMIT)
        .setRetryOptions(RETRY)
        .setSummary(summary)
        .validateAndBuildWithDefaults();
  }

  public static ActivityOptions poll(String summary) {
    return ActivityOptions.newBuilder(step(summary))
        .setStartToCloseTimeout(LONGEST_SNAPSHOT)
        .setHeartbeatTimeout(HEARTBEAT)
        .validateAndBuildWithDefaults();
  }

  /** Returns the same options with a limit on the whole of an activity's tries. */
  public static ActivityOptions within(Optional<Duration> longest, ActivityOptions options) {
    return longest
        .map(
            it ->
                ActivityOptions.newBuilder(options)
                    .setScheduleToCloseTimeout(it.isNegative() || it.isZero() ? SHORTEST : it)
                    .build())
        .orElse(options);
  }

  /** The same activity, which fails with its first try. */
  public static ActivityOptions once(ActivityOptions options) {
    return ActivityOptions.newBuilder(options).setRetryOptions(ONE_TRY).build();
  }

  /** A step that is repeated until it succeeds, whatever fails. */
  public static ActivityOptions patient(String summary) {
    return ActivityOptions.newBuilder(step(summary))
        .setRetryOptions(PATIENT_RETRY)
        .validateAndBuildWithDefaults();
  }

  public static ActivityOptions statistics(String summary) {
    return ActivityOptions.newBuilder(step(summary))
        .setRetryOptions(STATISTICS_RETRY)
        .validateAndBuildWithDefaults();
  }
}
