package io.tidemark.flink;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Phaser;
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

class SingleFlightTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final SingleFlight<Integer> flights = new SingleFlight<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  /** The askings so far: each answer is its number. */
  private final AtomicInteger askings = new AtomicInteger();

  private final Semaphore begun = new Semaphore(0);
  private final Semaphore released = new Semaphore(0);
  private final List<Thread> waiting = new ArrayList<>();

  @AfterEach
  void close() {
    threads.shutdownNow();
  }

  @Test
  @DisplayName(
      "S8 those who come while a question is asked share one answer, begun after they came")
  void shared() throws Exception {
    var first = ask();
    begun.acquire();
    var others = List.of(askAndWait(), askAndWait(), askAndWait());

    released.release(2);

    assertThat(first.get(1, MINUTES)).isEqualTo(1);
    for (var other : others) {
      assertThat(other.get(1, MINUTES)).isEqualTo(2);
    }
    assertThat(askings).hasValue(2);
  }

  @Test
  @DisplayName("S8 one who comes after an answer asks again")
  void again() {
    released.release(2);

    assertThat(flights.ask(this::answer)).isEqualTo(1);
    assertThat(flights.ask(this::answer)).isEqualTo(2);
  }

  @Test
  @DisplayName("S8 a failure goes to all who waited, and the next one asks again")
  void failure() throws Exception {
    var first = ask();
    begun.acquire();
    var one = failAndWait();
    var other = failAndWait();

    released.release(2);

    first.get(1, MINUTES);
    for (var failed : List.of(one, other)) {
      assertThatThrownBy(() -> failed.get(1, MINUTES))
          .isInstanceOf(ExecutionException.class)
          .hasRootCauseMessage("no answer 2");
    }
    released.release();
    assertThat(flights.ask(this::answer)).isEqualTo(3);
  }

  @Test
  @DisplayName("S8 one who is interrupted while waiting cancels nobody else")
  void interruptedWaiter() throws Exception {
    var first = ask();
    begun.acquire();
    var interrupted = askAndWait();
    var other = askAndWait();

    waiting.get(0).interrupt();
    assertThatThrownBy(() -> interrupted.get(1, MINUTES))
        .hasCauseInstanceOf(CancellationException.class);
    released.release(2);

    assertThat(first.get(1, MINUTES)).isEqualTo(1);
    assertThat(other.get(1, MINUTES)).isEqualTo(2);
  }

  @Test
  @DisplayName("S8 where the one who asks is interrupted, another one who waits asks again")
  void interruptedLeader() throws Exception {
    var leader = new AtomicReference<Thread>();
    var first = threads.submit(() -> flights.ask(() -> answerOf(leader)));
    begun.acquire();
    var others = List.of(askAndWait(), askAndWait());

    leader.get().interrupt();

    assertThatThrownBy(() -> first.get(1, MINUTES))
        .hasRootCauseInstanceOf(InterruptedException.class);
    released.release();
    for (var other : others) {
      assertThat(other.get(1, MINUTES)).isEqualTo(2);
    }
  }

  @Test
  @DisplayName("S8 of many threads, none ever gets an answer that was begun before it asked")
  void neverOlder() throws Exception {
    released.release(Integer.MAX_VALUE);
    var start = new Phaser(16);
    var all = new ArrayList<Future<Boolean>>();
    for (var thread = 0; thread < 16; thread++) {
      all.add(
          threads.submit(
              () -> {
                start.arriveAndAwaitAdvance();
                var fresh = true;
                for (var i = 0; i < 2_000; i++) {
                  var before = askings.get();
                  fresh &= flights.ask(askings::incrementAndGet) > before;
                }
                return fresh;
              }));
    }

    for (var fresh : all) {
      assertThat(fresh.get(5, MINUTES)).isTrue();
    }
    assertThat(askings.get()).isBetween(1, 32_000);
  }

  @Test
  @DisplayName("S8 all who wait for jobs of one cluster fetch its overview once at a time")
  void oneOverview() throws Exception {
    try (var flink = new FlinkActivitiesFixture()) {
      flink.server.setDispatcher(
          new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
              answer();
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
      begun.acquire();
      var others = new ArrayList<Future<Boolean>>();
      for (var i = 0; i < 20; i++) {
        others.add(submitAndWait(() -> poll(cluster)));
      }
      released.release(2);

      assertThat(first.get(1, MINUTES)).isTrue();
      for (var other : others) {
        assertThat(other.get(1, MINUTES)).isTrue();
      }
      assertThat(askings).hasValue(2);
    }
  }

  /** Each activity has a client of its own. */
  private static boolean poll(ClusterConnection cluster) {
    return cluster.client(Duration.ofMinutes(1)).polledJob(FlinkBodies.JOB).isPresent();
  }

  private Future<Integer> ask() {
    return threads.submit(() -> flights.ask(this::answer));
  }

  private Future<Integer> askAndWait() {
    return submitAndWait(() -> flights.ask(this::answer));
  }

  private Future<Integer> failAndWait() {
    return submitAndWait(() -> flights.ask(this::fail));
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
    waiting.add(thread.get());
    return future;
  }

  private int answer() {
    var number = askings.incrementAndGet();
    begun.release();
    released.acquireUninterruptibly();
    return number;
  }

  private int fail() {
    throw new IllegalStateException("no answer " + answer());
  }

  private int answerOf(AtomicReference<Thread> leader) {
    leader.set(Thread.currentThread());
    askings.incrementAndGet();
    begun.release();
    try {
      released.acquire();
      throw new AssertionError("not interrupted");
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt(); // As OkHttp does.
      throw new IllegalStateException("interrupted", interrupted);
    }
  }
}
