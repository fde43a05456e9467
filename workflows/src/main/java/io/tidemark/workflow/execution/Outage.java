package io.tidemark.workflow.execution;

import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TimeoutFailure;
import io.tidemark.workflow.flink.FlinkErrorCategory;
import io.tidemark.workflow.resource.EventReason;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * The reason for which a step has no known outcome, for its users (R8).
 *
 * @param reason the event that shows it; empty for an outage that is not Flink's, such as a restart
 *     of Tidemark
 * @param message one readable line
 * @param lasting whether the same call would most likely end in the same way again
 */
public record Outage(Optional<EventReason> reason, String message, boolean lasting) {

  /** The reasons for which no call to the cluster succeeds. */
  private static final Set<EventReason> OF_WHOLE_CLUSTER =
      Set.of(EventReason.FLINK_UNREACHABLE, EventReason.TLS_ERROR, EventReason.SECRET_ERROR);

  /** Returns whether every call to the cluster would most likely end in the same way. */
  public boolean ofWholeCluster() {
    return reason.filter(OF_WHOLE_CLUSTER::contains).isPresent();
  }

  /** Returns the outage that made an activity fail. */
  public static Outage of(ActivityFailure failure) {
    return lastTry(failure)
        .map(
            cause ->
                new Outage(
                    reason(cause.getType()), cause.getOriginalMessage(), cause.isNonRetryable()))
        .orElseGet(
            () ->
                new Outage(
                    Optional.empty(),
                    "activity " + failure.getActivityType() + " did not complete in time",
                    false));
  }

  /** Returns the failure of the last try that ended, also when the time for all tries ran out. */
  private static Optional<ApplicationFailure> lastTry(ActivityFailure failure) {
    var cause =
        failure.getCause() instanceof TimeoutFailure timeout
            ? timeout.getCause()
            : failure.getCause();
    return cause instanceof ApplicationFailure application
        ? Optional.of(application)
        : Optional.empty();
  }

  private static Optional<EventReason> reason(String type) {
    return Arrays.stream(FlinkErrorCategory.values())
        .filter(category -> category.name().equals(type))
        .map(Outage::reason)
        .findFirst();
  }

  private static EventReason reason(FlinkErrorCategory category) {
    return switch (category) {
      case FLINK_UNREACHABLE -> EventReason.FLINK_UNREACHABLE;
      case TLS_ERROR -> EventReason.TLS_ERROR;
      case SECRET_ERROR -> EventReason.SECRET_ERROR;
      case FLINK_ERROR -> EventReason.FLINK_ERROR;
      case UNEXPECTED_ANSWER -> EventReason.UNEXPECTED_ANSWER;
      case JAR_UNREACHABLE -> EventReason.JAR_UNREACHABLE;
    };
  }
}
