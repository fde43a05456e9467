package io.tidemark.bench;

import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import io.tidemark.dev.FlinkJob;
import io.tidemark.flink.FlinkRestClient;
import io.tidemark.flink.FlinkTimings;
import io.tidemark.flink.SnapshotStatus;
import io.tidemark.flink.TriggerAnswer;
import java.net.URI;
import java.util.UUID;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;

/**
 * Trigger and poll, with nothing else around: one POST, then polls in the rhythm of Tidemark's own,
 * after 10 ms and growing by half up to 2 s.
 */
final class PlainRest implements Route {
  private static final FlinkTimings TIMINGS = FlinkTimings.defaults();
  private static final double GROWTH = 1.5;
  private static final RetryPolicy<SnapshotStatus> WHILE_PENDING =
      RetryPolicy.<SnapshotStatus>builder()
          .handleResultIf(SnapshotStatus.Pending.class::isInstance)
          .withBackoff(TIMINGS.firstPoll(), TIMINGS.longestPoll(), GROWTH)
          .withMaxRetries(-1)
          .build();

  private final FlinkRestClient flink;

  PlainRest(URI address) {
    flink = new FlinkRestClient(new OkHttpClient(), HttpUrl.get(address), TIMINGS.callTimeout());
  }

  @Override
  public void takeSavepoint(FlinkJob job) {
    var trigger = UUID.randomUUID().toString().replace("-", "");
    if (flink.triggerSavepoint(job.id(), trigger, null, null)
        instanceof TriggerAnswer.Rejected no) {
      throw new IllegalStateException(no.reason());
    }
    var status = poll(job, trigger);
    if (!(status instanceof SnapshotStatus.SavepointCompleted)) {
      throw new IllegalStateException(status.toString());
    }
  }

  /** The first attempt asks nothing, so that the first poll comes after the first interval. */
  private SnapshotStatus poll(FlinkJob job, String trigger) {
    return Failsafe.with(WHILE_PENDING)
        .get(
            attempt ->
                attempt.isFirstAttempt()
                    ? new SnapshotStatus.Pending()
                    : flink.savepointStatus(job.id(), trigger));
  }
}
