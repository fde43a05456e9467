package io.tidemark.flink;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import okhttp3.Headers;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The overview of a cluster's jobs, which all who poll for one of them share. */
class SharedOverviewTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger requests = new AtomicInteger();
  private final Semaphore started = new Semaphore(0);
  private final Semaphore released = new Semaphore(0);

  @AfterEach
  void close() {
    threads.shutdownNow();
  }

  @Test
  @DisplayName("S8 all who wait for jobs of one cluster fetch its overview once at a time")
  void oneOverview() throws Exception {
    try (var flink = new FlinkActivitiesFixture()) {
      flink.server.setDispatcher(
          new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
              requests.incrementAndGet();
              started.release();
              released.acquireUninterruptibly();
              return new MockResponse(
                  200, Headers.EMPTY, FlinkActivitiesFixture.runningSince(HOUR));
            }
          });
      var cluster =
          new ClusterConnection(
              flink.server.url("/"),
              FlinkActivitiesFixture.SECRETS.of(flink.job),
              new OkHttpClient(),
              InstantSource.system());
      var first = threads.submit(() -> poll(cluster));
      started.acquire();
      var others = new ArrayList<Future<Boolean>>();
      for (var i = 0; i < 20; i++) {
        others.add(submitAndWait(() -> poll(cluster)));
      }
      released.release(2);

      assertThat(first.get(1, MINUTES)).isTrue();
      for (var other : others) {
        assertThat(other.get(1, MINUTES)).isTrue();
      }
      assertThat(requests).hasValue(2);
    }
  }

  /** Each activity has a client of its own. */
  private static boolean poll(ClusterConnection cluster) {
    return cluster.client(Duration.ofMinutes(1)).polledJob(FlinkBodies.JOB).isPresent();
  }

  /** Returns when the thread waits for the others. */
  private <T> Future<T> submitAndWait(Supplier<T> question) {
    var thread = new AtomicReference<Thread>();
    var future =
        threads.submit(
            () -> {
              thread.set(Thread.currentThread());
              return question.get();
            });
    while (thread.get() == null || thread.get().getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    return future;
  }
}
