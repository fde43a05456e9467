package io.tidemark.flink;

import static io.tidemark.flink.FlinkActivitiesFixture.NOW;
import static io.tidemark.flink.FlinkBodies.IN_PROGRESS;
import static io.tidemark.flink.FlinkBodies.TRIGGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.temporal.failure.ActivityFailure;
import io.tidemark.workflow.flink.OutcomeRequest;
import io.tidemark.workflow.flink.SnapshotTrigger.Mode;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SilentClusterTest {
  private static final MockResponse STALL =
      new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE).build();
  private static final MockResponse BROKEN =
      new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build();

  private final FlinkActivitiesFixture flink = new FlinkActivitiesFixture();
  private Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);

  @AfterEach
  void close() {
    flink.close();
  }

  @Test
  @DisplayName(
      "R8 a cluster that has not answered is asked by normal activities only, until it does")
  void afterABrokenCall() {
    var cluster = cluster();
    flink.enqueue(BROKEN);
    flink.enqueue(200, IN_PROGRESS);

    assertThatThrownBy(() -> poll(cluster)).isInstanceOf(FlinkRestException.class);
    var afterBreak = cluster.isResponding();
    poll(cluster);

    assertThat(afterBreak).isFalse();
    assertThat(cluster.isResponding()).isTrue();
  }

  @Test
  @DisplayName("R8 a cluster does not answer while a call waits for more than a second")
  void whileACallWaits() {
    var cluster = cluster();
    flink.enqueue(STALL);
    var call = CompletableFuture.runAsync(() -> poll(cluster));
    await().until(() -> flink.server.getRequestCount() == 1);

    var atOnce = cluster.isResponding();
    clock = Clock.offset(clock, Duration.ofMillis(1001));

    assertThat(atOnce).isTrue();
    assertThat(cluster.isResponding()).isFalse();
    assertThat(call).isNotDone();
  }

  @Test
  @DisplayName("R8 a local activity does not wait for a cluster that does not answer")
  void notAskedInPassing() {
    var activities = flink.localActivities();
    flink.enqueue(BROKEN, BROKEN);
    var request = new OutcomeRequest(flink.savepoint(Mode.UNDER_WAY), Duration.ZERO);

    assertThatThrownBy(() -> activities.awaitOutcome(request)).isInstanceOf(ActivityFailure.class);
    var asked = flink.server.getRequestCount();
    assertThatThrownBy(() -> activities.awaitOutcome(request))
        .hasStackTraceContaining("does not respond at the moment");

    assertThat(flink.server.getRequestCount()).isEqualTo(asked);
  }

  private void poll(ClusterConnection cluster) {
    var unused = cluster.client(Duration.ofSeconds(20)).savepointStatus(FlinkBodies.JOB, TRIGGER);
  }

  private ClusterConnection cluster() {
    var base = new FlinkEndpoints("http://" + flink.server.getHostName() + ":{port}").of(flink.job);
    var secrets = FlinkActivitiesFixture.SECRETS.of(flink.job);
    return new ClusterConnection(base, secrets, new OkHttpClient(), () -> clock.instant());
  }
}
