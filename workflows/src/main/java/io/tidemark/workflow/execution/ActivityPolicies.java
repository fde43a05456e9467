package io.tidemark.workflow.execution;

import io.temporal.activity.ActivityOptions;
import io.temporal.activity.LocalActivityOptions;
import io.temporal.common.RetryOptions;
import java.time.Duration;
import java.util.Optional;

/**
 * The options for calls of activities. A step is first tried inside the workflow task; one that
 * takes longer, or fails, continues as a normal activity, whose retries the Web UI shows.
 */
public final class ActivityPolicies {
  /** The limit for a step inside the workflow task. */
  private static final Duration LOCAL_LIMIT = Duration.ofSeconds(3);

  /** The time that the fast path polls for an outcome; less than the local limit. */
  public static final Duration FAST_PATIENCE = Duration.ofSeconds(2);

  /**
   * The limit for a step: up to three calls to Flink or Kubernetes, each with its own time-out of
   * 10 s.
   */
  private static final Duration STEP_LIMIT = Duration.ofSeconds(35);

  /** The limit for a poll: the time that a savepoint takes depends on the size of the state. */
  private static final Duration LONGEST_SNAPSHOT = Duration.ofDays(30);

  /**
   * The time after which a poll is given to another worker, if its own was killed. Short enough for
   * Flink to remember the trigger (5 min), and long enough for few heartbeats: each of them is a
   * request to Temporal for each snapshot that is awaited.
   */
  private static final Duration HEARTBEAT = Duration.ofMinutes(1);

  /** The time that a poll gets for its last calls. */
  private static final Duration POLL_RESERVE = Duration.ofMinutes(1);

  /**
   * Six tries, 1 + 2 + 4 + 8 + 16 s apart: after about half a minute the workflow shows the error
   * (R8).
   */
  private static final RetryOptions RETRY =
      RetryOptions.newBuilder()
          .setInitialInterval(Duration.ofSeconds(1))
          .setBackoffCoefficient(2)
          .setMaximumAttempts(6)
          .validateBuildWithDefaults();

  /**
   * The limit for a step at Flink with its retries: together with the try inside the workflow task,
   * an outage is visible within 30 s, however long each call takes (R8).
   */
  private static final Duration FLINK_STEP_LIMIT = Duration.ofSeconds(25);

  /** Tries without a limit, for workflows that can show an outage in the Web UI only. */
  private static final RetryOptions PATIENT_RETRY =
      RetryOptions.newBuilder()
          .setInitialInterval(Duration.ofSeconds(1))
          .setBackoffCoefficient(2)
          .setMaximumInterval(Duration.ofSeconds(30))
          .validateBuildWithDefaults();

  /** One try, for calls that are given up rather than repeated. */
  private static final RetryOptions ONE_TRY =
      RetryOptions.newBuilder().setMaximumAttempts(1).validateBuildWithDefaults();

  /** The shortest limit: the server does not accept zero. */
  private static final Duration SHORTEST = Duration.ofMillis(1);

  private ActivityPolicies() {}

  /** Returns the options of a step inside the workflow task: one try of at most 3 s. */
  static LocalActivityOptions local(String summary) {
    return LocalActivityOptions.newBuilder()
        .setStartToCloseTimeout(LOCAL_LIMIT)
        .setRetryOptions(ONE_TRY)
        .setDoNotIncludeArgumentsIntoMarker(true)
        .setSummary(summary)
        .validateAndBuildWithDefaults();
  }

  /** Returns the options of a step: six tries of at most 35 s each. */
  public static ActivityOptions step(String summary) {
    return ActivityOptions.newBuilder()
        .setStartToCloseTimeout(STEP_LIMIT)
        .setRetryOptions(RETRY)
        .setSummary(summary)
        .validateAndBuildWithDefaults();
  }

  /**
   * Returns the options of a step at Flink: tries for at most 25 s together.
   *
   * @param longest a limit that also applies; empty for none
   */
  public static ActivityOptions flinkStep(String summary, Optional<Duration> longest) {
    var limit = longest.filter(it -> it.compareTo(FLINK_STEP_LIMIT) < 0).orElse(FLINK_STEP_LIMIT);
    return within(Optional.of(limit), step(summary));
  }

  /**
   * Returns the options of a poll: tries of at most 30 days, each with a heartbeat within a minute.
   */
  public static ActivityOptions poll(String summary) {
    return ActivityOptions.newBuilder(step(summary))
        .setStartToCloseTimeout(LONGEST_SNAPSHOT)
        .setHeartbeatTimeout(HEARTBEAT)
        .validateAndBuildWithDefaults();
  }

  /**
   * Returns the options of a poll that ends by itself.
   *
   * @param longest how long it polls; a try may take a minute more
   */
  public static ActivityOptions poll(String summary, Duration longest) {
    return ActivityOptions.newBuilder(poll(summary))
        .setStartToCloseTimeout(longest.plus(POLL_RESERVE))
        .validateAndBuildWithDefaults();
  }

  /** Returns the same options with a limit for all tries together; at least 1 ms. */
  public static ActivityOptions within(Optional<Duration> longest, ActivityOptions options) {
    return longest
        .map(
            limit ->
                ActivityOptions.newBuilder(options)
                    .setScheduleToCloseTimeout(
                        limit.isNegative() || limit.isZero() ? SHORTEST : limit)
                    .build())
        .orElse(options);
  }

  /** Returns the same options for one try, which is not repeated. */
  public static ActivityOptions once(ActivityOptions options) {
    return ActivityOptions.newBuilder(options).setRetryOptions(ONE_TRY).build();
  }

  /** Returns the options of a step that is repeated until it succeeds, up to 30 s apart. */
  public static ActivityOptions patient(String summary) {
    return ActivityOptions.newBuilder(step(summary))
        .setRetryOptions(PATIENT_RETRY)
        .validateAndBuildWithDefaults();
  }
}
