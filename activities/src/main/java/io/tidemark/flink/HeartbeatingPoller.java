package io.tidemark.flink;

import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import dev.failsafe.RetryPolicyBuilder;
import io.temporal.activity.Activity;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls Flink from an activity, at growing intervals, until an operation has ended. Each poll sends
 * a heartbeat, which does nothing in a local activity; a cancellation that the heartbeat reports
 * ends the polling at once.
 */
final class HeartbeatingPoller {
  private static final Logger log = LoggerFactory.getLogger(HeartbeatingPoller.class);
  private static final double GROWTH = 1.5;

  private final FlinkTimings timings;
  private volatile boolean stopped;

  HeartbeatingPoller(FlinkTimings timings) {
    this.timings = timings;
  }

  /** Makes each further poll fail instead of calling Flink, so that another worker continues. */
  void stop() {
    stopped = true;
  }

  /**
   * Polls until there is a result. Calls may fail in a row for the configured outage (R8); a
   * failure that lasts longer is not retried by Temporal, since the workflow shows it and waits.
   *
   * @param longestPoll the longest interval between two polls
   * @param call returns the result; empty while there is none
   */
  <T> T pollUntilEnded(Duration longestPoll, Supplier<Optional<T>> call) {
    RetryPolicy<Optional<T>> outage =
        this.<T>backoff(timings.longestPoll())
            .handleIf((Throwable failure) -> isTransient(failure))
            .withMaxDuration(timings.outage())
            .onFailedAttempt(
                failed ->
                    log.debug(
                        "Flink call failed, polling again: {}",
                        failed.getLastException().getMessage()))
            .build();
    try {
      return poll(
              this.<T>schedule(longestPoll).build(),
              () -> Failsafe.with(outage).get(() -> heartbeatAndCall(call)))
          .orElseThrow();
    } catch (FlinkRestException failed) {
      throw isTransient(failed) ? RetryableFailures.lasting(failed) : failed;
    }
  }

  /**
   * Polls until there is a result or the patience is over, and at least once. A failed call ends
   * it.
   *
   * @param call returns the result; empty while there is none
   */
  <T> Optional<T> pollAtMost(Duration patience, Supplier<Optional<T>> call) {
    var shortest = timings.firstPoll().multipliedBy(2); // This leaves time for one poll.
    var limit = patience.compareTo(shortest) < 0 ? shortest : patience;
    return poll(
        this.<T>schedule(timings.longestPoll()).withMaxDuration(limit).build(),
        () -> heartbeatAndCall(call));
  }

  /** Makes no call in the first attempt, so that the first poll comes after the first interval. */
  private static <T> Optional<T> poll(
      RetryPolicy<Optional<T>> schedule, Supplier<Optional<T>> call) {
    return Failsafe.with(schedule)
        .get(attempt -> attempt.isFirstAttempt() ? Optional.empty() : call.get());
  }

  private <T> Optional<T> heartbeatAndCall(Supplier<Optional<T>> call) {
    if (stopped) {
      throw RetryableFailures.workerStopped();
    }
    Activity.getExecutionContext().heartbeat(null);
    return call.get();
  }

  /** Repeats while the result is pending. An exception, such as a cancellation, passes through. */
  private <T> RetryPolicyBuilder<Optional<T>> schedule(Duration longest) {
    return this.<T>backoff(longest).handleResultIf(Optional::isEmpty).abortOn(Throwable.class);
  }

  private <T> RetryPolicyBuilder<Optional<T>> backoff(Duration longest) {
    return RetryPolicy.<Optional<T>>builder()
        .withMaxRetries(-1)
        .withBackoff(timings.firstPoll(), longest, GROWTH);
  }

  private static boolean isTransient(Throwable failure) {
    return failure instanceof FlinkRestException failed && !failed.isClientError();
  }
}
