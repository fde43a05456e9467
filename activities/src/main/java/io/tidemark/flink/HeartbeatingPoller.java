package io.tidemark.flink;

import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import dev.failsafe.RetryPolicyBuilder;
import io.temporal.activity.Activity;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls Flink from an activity, at growing intervals, until an operation has ended. Each poll sends
 * a heartbeat, which does nothing in a local activity; a cancellation that the heartbeat reports
 * ends the polling at once.
 */
public final class HeartbeatingPoller {
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
  public <T> T pollUntilEnded(Duration longestPoll, Supplier<Optional<T>> call) {
    return tolerant(this.<T>schedule(longestPoll).build(), call).orElseThrow();
  }

  /**
   * Polls as {@link #pollUntilEnded} does, and gives up after a time.
   *
   * @param longest after which the result is empty; there is one poll at least
   */
  public <T> Optional<T> pollWithin(Duration longest, Supplier<Optional<T>> call) {
    return tolerant(this.<T>schedule(timings.longestReadinessPoll(), longest), call);
  }

  /** Asks, and asks again after a time if the first answer was empty. */
  public <T> Optional<T> askTwice(Duration apart, Supplier<Optional<T>> call) {
    RetryPolicy<Optional<T>> once =
        RetryPolicy.<Optional<T>>builder()
            .withMaxRetries(1)
            .withDelay(apart)
            .handleResultIf(Optional::isEmpty)
            .abortOn(Throwable.class)
            .build();
    return Failsafe.with(once).get(() -> heartbeatAndCall(call));
  }

  /**
   * Waits for a call that runs on another thread, and cancels it if this activity ends before.
   *
   * @param details of each heartbeat
   */
  public <T> T await(Future<T> call, Supplier<?> details) {
    try {
      poll(
          this.<Future<T>>schedule(timings.longestReadinessPoll()).build(),
          () -> {
            requireRunning();
            Activity.getExecutionContext().heartbeat(details.get());
            return Optional.of(call).filter(Future::isDone);
          });
      return call.get();
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw RetryableFailures.workerStopped();
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(failed.getCause());
    } finally {
      call.cancel(true);
    }
  }

  private <T> Optional<T> tolerant(RetryPolicy<Optional<T>> schedule, Supplier<Optional<T>> call) {
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
      return poll(schedule, () -> Failsafe.with(outage).get(() -> heartbeatAndCall(call)));
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
  public <T> Optional<T> pollAtMost(Duration patience, Supplier<Optional<T>> call) {
    return poll(this.<T>schedule(timings.longestPoll(), patience), () -> heartbeatAndCall(call));
  }

  /** Makes no call in the first attempt, so that the first poll comes after the first interval. */
  private static <T> Optional<T> poll(
      RetryPolicy<Optional<T>> schedule, Supplier<Optional<T>> call) {
    return Failsafe.with(schedule)
        .get(attempt -> attempt.isFirstAttempt() ? Optional.empty() : call.get());
  }

  private <T> Optional<T> heartbeatAndCall(Supplier<Optional<T>> call) {
    requireRunning();
    Activity.getExecutionContext().heartbeat(null);
    return call.get();
  }

  private void requireRunning() {
    if (stopped) {
      throw RetryableFailures.workerStopped();
    }
  }

  /** Repeats while the result is pending. An exception, such as a cancellation, passes through. */
  private <T> RetryPolicyBuilder<Optional<T>> schedule(Duration longest) {
    return this.<T>backoff(longest).handleResultIf(Optional::isEmpty).abortOn(Throwable.class);
  }

  /** Repeats for a time while the result is pending; there is time for one poll at least. */
  private <T> RetryPolicy<Optional<T>> schedule(Duration longest, Duration patience) {
    var shortest = timings.firstPoll().multipliedBy(2);
    var limit = patience.compareTo(shortest) < 0 ? shortest : patience;
    return this.<T>schedule(longest).withMaxDuration(limit).build();
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
