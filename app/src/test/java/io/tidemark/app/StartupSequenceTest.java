package io.tidemark.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.app.check.CheckResult;
import io.tidemark.app.check.CheckResult.Verdict;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StartupSequenceTest {
  private static final CheckResult NO_CRD = new CheckResult("CRD", Verdict.MISSING, "install it");
  private static final CheckResult NO_ATTRIBUTES =
      new CheckResult("search attributes", Verdict.OPTIONAL, "none");

  private final ScheduledExecutorService background = Executors.newSingleThreadScheduledExecutor();
  private final AtomicReference<List<CheckResult>> checks = new AtomicReference<>(List.of(NO_CRD));
  private final AtomicInteger starts = new AtomicInteger();

  @AfterEach
  void close() {
    background.shutdownNow();
  }

  @Test
  void nothingIsStartedWhileSomethingIsMissing() {
    var startup = new StartupSequence(checks::get, starts::incrementAndGet, background);

    startup.begin();

    await().untilAsserted(() -> assertThat(startup.missing()).containsExactly("CRD: install it"));
    assertThat(starts).hasValue(0);
  }

  @Test
  void thePartsAreStartedOnceAllThatIsNeededIsThere() {
    var startup = new StartupSequence(checks::get, starts::incrementAndGet, background);
    startup.begin();
    await().until(() -> startup.missing().contains("CRD: install it"));

    checks.set(List.of(NO_ATTRIBUTES));

    await().until(() -> startup.missing().isEmpty());
    assertThat(starts).hasValue(1);
  }

  @Test
  void aStartThatFailsIsShownAndTriedAgain() {
    checks.set(List.of());
    var startup = new StartupSequence(checks::get, this::failOnce, background);

    startup.begin();

    await()
        .untilAsserted(
            () -> assertThat(startup.missing()).singleElement().asString().contains("no server"));
    await().until(() -> startup.missing().isEmpty());
    assertThat(starts).hasValue(2);
  }

  private void failOnce() {
    if (starts.incrementAndGet() == 1) {
      throw new IllegalStateException("no server");
    }
  }
}
