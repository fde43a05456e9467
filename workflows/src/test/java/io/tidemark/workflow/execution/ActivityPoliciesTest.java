package io.tidemark.workflow.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.activity.ActivityOptions;
import io.temporal.activity.LocalActivityOptions;
import io.temporal.common.RetryOptions;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ActivityPoliciesTest {
  private static final String SUMMARY = "Summary";

  @ParameterizedTest
  @DisplayName("R8 W5 each policy has exactly these limits and retries, and no other option")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      useHeadersInDisplayName = true,
      textBlock =
          """
          POLICY        | START_TO_CLOSE | SCHEDULE_TO_CLOSE | HEARTBEAT | INITIAL | COEFFICIENT | MAXIMUM | ATTEMPTS
          step          | PT35S          | -                 | -         | PT1S    | 2           | -       | 6
          poll          | P30D           | -                 | PT1M      | PT1S    | 2           | -       | 6
          poll 10 min   | PT11M          | -                 | PT1M      | PT1S    | 2           | -       | 6
          patient       | PT35S          | -                 | -         | PT1S    | 2           | PT30S   | 0
          flinkStep     | PT35S          | PT25S             | -         | PT1S    | 2           | -       | 6
          once          | P30D           | -                 | PT1M      | PT1S    | 2           | -       | 1
          within 9 min  | P30D           | PT9M              | PT1M      | PT1S    | 2           | -       | 6
          within 0 s    | P30D           | PT0.001S          | PT1M      | PT1S    | 2           | -       | 6
          within -1 s   | P30D           | PT0.001S          | PT1M      | PT1S    | 2           | -       | 6
          within no end | P30D           | -                 | PT1M      | PT1S    | 2           | -       | 6
          """)
  void everyOption(
      String policy,
      Duration startToClose,
      Duration scheduleToClose,
      Duration heartbeat,
      Duration initial,
      double coefficient,
      Duration maximum,
      int attempts) {
    var retry =
        RetryOptions.newBuilder()
            .setInitialInterval(initial)
            .setBackoffCoefficient(coefficient)
            .setMaximumInterval(maximum)
            .setMaximumAttempts(attempts)
            .validateBuildWithDefaults();

    assertThat(policy(policy))
        .isEqualTo(
            ActivityOptions.newBuilder()
                .setStartToCloseTimeout(startToClose)
                .setScheduleToCloseTimeout(scheduleToClose)
                .setHeartbeatTimeout(heartbeat)
                .setRetryOptions(retry)
                .setSummary(SUMMARY)
                .validateAndBuildWithDefaults());
  }

  @Test
  @DisplayName("R8 W2 a step inside the workflow task is tried once, for three seconds")
  void local() {
    assertThat(ActivityPolicies.local(SUMMARY))
        .isEqualTo(
            LocalActivityOptions.newBuilder()
                .setStartToCloseTimeout(Duration.ofSeconds(3))
                .setRetryOptions(
                    RetryOptions.newBuilder().setMaximumAttempts(1).validateBuildWithDefaults())
                .setDoNotIncludeArgumentsIntoMarker(true)
                .setSummary(SUMMARY)
                .validateAndBuildWithDefaults());
    assertThat(ActivityPolicies.FAST_PATIENCE).isEqualTo(Duration.ofSeconds(2));
  }

  private static ActivityOptions policy(String name) {
    var poll = ActivityPolicies.poll(SUMMARY);
    return switch (name) {
      case "step" -> ActivityPolicies.step(SUMMARY);
      case "poll" -> poll;
      case "poll 10 min" -> ActivityPolicies.poll(SUMMARY, Duration.ofMinutes(10));
      case "patient" -> ActivityPolicies.patient(SUMMARY);
      case "flinkStep" -> ActivityPolicies.flinkStep(SUMMARY, Optional.of(Duration.ofMinutes(1)));
      case "once" -> ActivityPolicies.once(poll);
      case "within 9 min" -> within(Duration.ofMinutes(9), poll);
      case "within 0 s" -> within(Duration.ZERO, poll);
      case "within -1 s" -> within(Duration.ofSeconds(-1), poll);
      case "within no end" -> ActivityPolicies.within(Optional.empty(), poll);
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static ActivityOptions within(Duration longest, ActivityOptions options) {
    return ActivityPolicies.within(Optional.of(longest), options);
  }
}
