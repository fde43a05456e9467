package io.tidemark.flink;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.workflow.model.SavepointPath;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import okhttp3.Headers;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What all who ask one cluster for its jobs share. */
class SharedOverviewTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final SavepointPath SAVEPOINT = SavepointPath.of("s3://b/d/s-1");

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
    assertAskedTwice(cluster -> cluster.client(LONG).polledJob(FlinkBodies.JOB).isPresent());
  }

  @Test
  @DisplayName("S8 R19 all disposals of one cluster ask its jobs once at a time what they restored")
  void oneRestores() throws Exception {
    assertAskedTwice(
        cluster ->
            new SavepointRestores(cluster.client(LONG), cluster.restores(), SAVEPOINT)
                .users()
                .isPresent());
  }

  /** Each activity has a client of its own; the first one is asking while the others come. */
  private void assertAskedTwice(Predicate<ClusterConnection> question) throws Exception {
    try (var flink = new FlinkActivitiesFixture()) {
      flink.server.setDispatcher(new Overview());
      var cluster =
          new ClusterConnection(
              flink.server.url("/"),
              FlinkActivitiesFixture.SECRETS.of(flink.job),
              new OkHttpClient(),
              InstantSource.system());
      var first = threads.submit(() -> question.test(cluster));
      started.acquire();
      var others = new ArrayList<Future<Boolean>>();
      for (var i = 0; i < 20; i++) {
        others.add(submitAndWait(() -> question.test(cluster)));
      }
      released.release(2);

      assertThat(first.get(1, MINUTES)).isTrue();
      for (var other : others) {
        assertThat(other.get(1, MINUTES)).isTrue();
      }
      assertThat(requests).hasValue(2);
    }
  }

  /** Answers the overview when it is let go, and anything else with an error of Flink. */
  private final class Overview extends Dispatcher {
    @Override
    public MockResponse dispatch(RecordedRequest request) {
      if (!String.valueOf(request.getUrl()).endsWith("/jobs/overview")) {
        return FlinkBodies.answer(404, FlinkBodies.errors("Checkpointing has not been enabled."));
      }
      requests.incrementAndGet();
      started.release();
      released.acquireUninterruptibly();
      return new MockResponse(200, Headers.EMPTY, FlinkActivitiesFixture.runningSince(HOUR));
    }
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
