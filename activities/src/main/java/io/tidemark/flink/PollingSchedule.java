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
 * The rhythm in which an activity asks Flink until something has ended. Each poll heartbeats (a
 * local activity's heartbeat does nothing), and a cancellation that the heartbeat reports ends the
 * polling at once.
 */
final class PollingSchedule {
  private static final Logger log = LoggerFactory.getLogger(PollingSchedule.class);
  private static final double GROWTH = 1.5;

  private final FlinkTimings timings;
  private volatile boolean stopped;

  PollingSchedule(FlinkTimings timings) {
    this.timings = timings;
  }

  /** From now on each poll fails instead of asking, so that another worker goes on. */
  void stop() {
    stopped = true;
  }

  /** Polls until there is an answer, and rides out an outage of broken calls in a row (R8). */
  <T> T untilEnded(Duration longestPoll, Supplier<Optional<T>> ask) {
    RetryPolicy<Optional<T>> outage =
        this.<T>backoff(timings.longestPoll())
            .handleIf((Throwable failure) -> passing(failure))
            .withMaxDuration(timings.outage())
            .onFailedAttempt(
                poll -> log.debug("Asking again: {}", poll.getLastException().getMessage()))
            .build();
    return poll(
            this.<T>schedule(longestPoll).build(),
            () -> Failsafe.with(outage).get(() -> beatAndAsk(ask)))
        .orElseThrow();
  }

  /** Polls until there is an answer or the patience is over; a broken call ends it. */
  <T> Optional<T> atMost(Duration patience, Supplier<Optional<T>> ask) {
    var shortest = timings.firstPoll().multipliedBy(2); // leaves time for one poll
    var limit = patience.compareTo(shortest) < 0 ? shortest : patience;
    return poll(
        this.<T>schedule(timings.longestPoll()).withMaxDuration(limit).build(),
        () -> beatAndAsk(ask));
  }

  /** The first attempt asks nothing, so that the first poll comes after the first interval. */
  private static <T> Optional<T> poll(
      RetryPolicy<Optional<T>> schedule, Supplier<Optional<T>> ask) {
    return Failsafe.with(schedule)
        .get(attempt -> attempt.isFirstAttempt() ? Optional.empty() : ask.get());
  }

  private <T> Optional<T> beatAndAsk(Supplier<Optional<T>> ask) {
    if (stopped) {
      throw CallFailure.workerStopped();
    }
    Activity.getExecutionContext().heartbeat(null);
    return ask.get();
  }

  /** Repeats what is pending, and nothing that throws: a cancellation passes through as it is. */
  private <T> RetryPolicyBuilder<Optional<T>> schedule(Duration longest) {
    return this.<T>backoff(longest).handleResultIf(Optional::isEmpty).abortOn(Throwable.class);
  }

  private <T> RetryPolicyBuilder<Optional<T>> backoff(Duration longest) {
    return RetryPolicy.<Optional<T>>builder()
        .withMaxRetries(-1)
        .withBackoff(timings.firstPoll(), longest, GROWTH);
  }

  private static boolean passing(Throwable failure) {
    return failure instanceof FlinkRestException broken && !broken.refused();
  }
}
