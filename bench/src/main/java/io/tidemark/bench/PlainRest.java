package io.tidemark.bench;

import static java.util.Objects.requireNonNull;

import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import io.tidemark.dev.FlinkJob;
import io.tidemark.flink.FlinkRestClient;
import io.tidemark.flink.FlinkTimings;
import io.tidemark.flink.TriggerResponse;
import io.tidemark.workflow.flink.DisposalResult;
import io.tidemark.workflow.flink.SnapshotOutcome;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;

/**
 * Triggers and polls, and does nothing else: one POST, then polls at the intervals of Tidemark's
 * defaults, after 10 ms and growing by half up to 2 s.
 */
final class PlainRest implements Route {
  private static final FlinkTimings TIMINGS =
      FlinkTimings.of(Duration.ofSeconds(10), Duration.ofSeconds(2), Duration.ofMinutes(5));
  private static final double GROWTH = 1.5;

  private final Queue<String> taken = new ConcurrentLinkedQueue<>();
  private final FlinkRestClient flink;

  PlainRest(URI address) {
    flink = new FlinkRestClient(new OkHttpClient(), HttpUrl.get(address), TIMINGS.callTimeout());
  }

  @Override
  public void takeSavepoint(FlinkJob job) {
    var trigger = UUID.randomUUID().toString().replace("-", "");
    if (flink.triggerSavepoint(job.id(), trigger, null, null)
        instanceof TriggerResponse.Rejected no) {
      throw new IllegalStateException(no.reason());
    }
    var outcome = poll(() -> flink.savepointStatus(job.id(), trigger).outcome(Instant.now()));
    if (outcome.status() != SnapshotOutcome.Status.COMPLETED) {
      throw new IllegalStateException(outcome.toString());
    }
    taken.add(requireNonNull(outcome.location(), "location is null"));
  }

  @Override
  public void disposeOfSavepoint() {
    var disposal = flink.dispose(taken.remove());
    var result = poll(() -> flink.disposalStatus(disposal).result());
    if (result.status() != DisposalResult.Status.DISPOSED) {
      throw new IllegalStateException(result.toString());
    }
  }

  @Override
  public int count() {
    return taken.size();
  }

  /** The first attempt asks nothing, so that the first poll comes after the first interval. */
  private static <T> T poll(Supplier<Optional<T>> ask) {
    RetryPolicy<Optional<T>> whilePending =
        RetryPolicy.<Optional<T>>builder()
            .handleResultIf(Optional::isEmpty)
            .withBackoff(TIMINGS.firstPoll(), TIMINGS.longestPoll(), GROWTH)
            .withMaxRetries(-1)
            .build();
    return Failsafe.with(whilePending)
        .get(attempt -> attempt.isFirstAttempt() ? Optional.empty() : ask.get())
        .orElseThrow();
  }
}
