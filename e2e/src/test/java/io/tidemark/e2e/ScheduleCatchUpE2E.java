package io.tidemark.e2e;

import static io.tidemark.dev.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.dev.DevStack;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Temporal is away while snapshots are due. */
class ScheduleCatchUpE2E {
  private static final Duration INTERVAL = Duration.ofSeconds(4);

  @RegisterExtension static final Story story = Story.in("schedule-catch-up");

  private static DevStack temporal;
  private static Schedules schedules;

  @BeforeAll
  static void serve() {
    temporal = DevStack.builder().temporal().start();
    story.serve(
        "schedule-catch-up",
        Map.of(
            "TEMPORAL_ADDRESS",
            temporal.temporal().address(),
            "TIDEMARK_PERIODIC_CATCH_UP_WINDOW",
            "1 d"));
    schedules = Schedules.of(story, temporal.temporal());
  }

  @AfterAll
  static void close() {
    schedules.close();
    temporal.close();
  }

  @Test
  @DisplayName("T5 after a downtime of Temporal, only the latest missed run is caught up")
  void madeUpFor() {
    story.deploy("missed");
    schedules.annotate("missed", "tidemark.io/periodic-savepoint=0/4 * * * * ?");
    schedules.awaitCompleted("missed");

    temporal.temporal().process().kill();
    var down = Instant.now();
    await("three to be due")
        .until(() -> Instant.now().isAfter(down.plus(INTERVAL.multipliedBy(3))));
    var up = Instant.now();
    temporal.temporal().process().start();
    schedules.awaitCompleted("missed", it -> Schedules.due(it).isAfter(down));
    story.snapshots().kubectl("delete", "flinkdep", "missed");

    assertThat(schedules.snapshots("missed"))
        .extracting(Schedules::due)
        .filteredOn(due -> due.isAfter(down))
        .allMatch(due -> due.isAfter(up.minus(INTERVAL)))
        .filteredOn(due -> !due.isAfter(up))
        .hasSizeLessThan(2);
  }
}
