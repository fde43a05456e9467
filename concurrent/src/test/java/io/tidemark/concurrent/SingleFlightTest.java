package io.tidemark.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SingleFlightTest {
  private static final int THREADS = 8;

  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final SingleFlight<String, Integer> flights = new SingleFlight<>();
  private final AtomicInteger readings = new AtomicInteger();
  private final CountDownLatch firstLands = new CountDownLatch(1);

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  @DisplayName("S8 all who ask during a reading share the next one, which begins after they asked")
  void sharesTheNextReading() {
    var first = ask(this::readSlowly);
    await().until(() -> readings.get() == 1);
    var later = IntStream.range(1, THREADS).mapToObj(it -> ask(readings::incrementAndGet)).toList();
    await().until(() -> waitsFor(THREADS));

    firstLands.countDown();

    assertThat(first.join()).isEqualTo(1);
    assertThat(later).extracting(CompletableFuture::join).containsOnly(2);
    assertThat(readings).hasValue(2);
    assertThat(flights.open()).isZero();
  }

  @Test
  @DisplayName("S8 a question that is asked after an answer is read again")
  void readsAgain() {
    assertThat(flights.ask("job", readings::incrementAndGet)).isEqualTo(1);
    assertThat(flights.ask("job", readings::incrementAndGet)).isEqualTo(2);
  }

  @Test
  @DisplayName("S8 another question does not wait for a reading under way")
  void otherQuestion() {
    var first = ask(this::readSlowly);
    await().until(() -> readings.get() == 1);

    assertThat(flights.ask("another", () -> 7)).isEqualTo(7);

    firstLands.countDown();
    assertThat(first.join()).isEqualTo(1);
  }

  @Test
  @DisplayName("S8 a failure reaches all who wait for it, and no later question")
  void failure() {
    var first = ask(this::readSlowly);
    await().until(() -> readings.get() == 1);
    var later = IntStream.range(1, THREADS).mapToObj(it -> ask(SingleFlightTest::fail)).toList();
    await().until(() -> waitsFor(THREADS));

    firstLands.countDown();

    assertThat(first.join()).isEqualTo(1);
    assertThat(later).allSatisfy(it -> assertThatThrownBy(it::join).hasRootCauseMessage("refused"));
    assertThat(flights.ask("job", () -> 3)).isEqualTo(3);
    assertThat(flights.open()).isZero();
  }

  @Test
  @DisplayName("S8 what a reading throws is thrown as it is")
  void exception() {
    assertThatThrownBy(() -> flights.ask("job", SingleFlightTest::fail))
        .isExactlyInstanceOf(IllegalStateException.class);
  }

  @Test
  @DisplayName("S8 no answer is older than its question, whatever the threads do")
  void neverOlder() {
    var asked =
        Stream.generate(() -> CompletableFuture.supplyAsync(this::isAnsweredLater, threads))
            .limit(20_000)
            .toList();

    assertThat(asked).extracting(CompletableFuture::join).containsOnly(true);
    assertThat(flights.open()).isZero();
  }

  private boolean isAnsweredLater() {
    var before = readings.get();
    return flights.ask("job", readings::incrementAndGet) > before;
  }

  private CompletableFuture<Integer> ask(Supplier<Integer> reading) {
    return CompletableFuture.supplyAsync(() -> flights.ask("job", reading), threads);
  }

  private int readSlowly() {
    var reading = readings.incrementAndGet();
    try {
      firstLands.await();
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
    return reading;
  }

  private static int fail() {
    throw new IllegalStateException("refused");
  }

  /** Returns whether so many threads wait inside of the flights. */
  private boolean waitsFor(int count) {
    return Thread.getAllStackTraces().values().stream()
            .map(List::of)
            .filter(SingleFlightTest::inFlight)
            .count()
        >= count;
  }

  private static boolean inFlight(List<StackTraceElement> stack) {
    return stack.stream().anyMatch(it -> it.getClassName().equals(SingleFlight.class.getName()));
  }
}
