package io.tidemark.e2e;

import static io.tidemark.dev.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.dev.TidemarkServer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tidemark is away for a while; its sweeps are so rare that only its start is seen. */
class ScheduleRestartsE2E {
  private static final String SAVEPOINT = "tidemark.io/periodic-savepoint";
  private static final int RESTARTS = 2;

  @RegisterExtension static final Story story = Story.in("schedule-restarts");

  private static TidemarkServer tidemark;
  private static Schedules schedules;

  @BeforeAll
  static void serve() {
    tidemark =
        story.serve(
            "schedule-restarts",
            Map.of(
                "TIDEMARK_SWEEP_INTERVAL", "1 d",
                "TIDEMARK_PERIODIC_CATCH_UP_WINDOW", "1 d",
                "TIDEMARK_SAVEPOINT_ALLOWED_PREFIXES", "file:///allowed"));
    schedules = Schedules.of(story);
  }

  @AfterAll
  static void close() {
    schedules.close();
  }

  /**
   * Starts Tidemark again if a test failed while it was stopped, so that the other tests can pass.
   */
  @AfterEach
  void comeBack() {
    if (!tidemark.process().isRunning()) {
      tidemark.process().start();
    }
  }

  @Test
  @DisplayName("T3 T7 what changed while Tidemark was away is made good, and a pause stays")
  void changedWhileAway() {
    var foreign = schedules.id("foreign");
    schedules.command(
        "create", foreign, "--type", "Any", "--task-queue", "any", "--workflow-id", "any");
    story.deploy("changed");
    story.deploy("deleted");
    schedules.annotate("changed", SAVEPOINT + "=7 d");
    schedules.annotate("deleted", SAVEPOINT + "=7 d");
    schedules.awaitThere(schedules.id("changed"));
    schedules.awaitThere(schedules.id("deleted"));
    schedules.pause(schedules.id("changed"), "maintenance");

    tidemark.process().kill();
    schedules.annotate("changed", SAVEPOINT + "=14 d");
    story.snapshots().kubectl("delete", "flinkdep", "deleted");
    tidemark.process().start();

    schedules.awaitGone(schedules.id("deleted"));
    var changed = schedules.awaitInterval(schedules.id("changed"), Duration.ofDays(14));
    assertThat(changed.getSchedule().getState().isPaused()).isTrue();
    assertThat(changed.getSchedule().getState().getNote()).isEqualTo("maintenance");
    assertThat(schedules.listed(foreign)).isPresent();
    schedules.command("delete", foreign);
  }

  /** Its schedule runs only while Tidemark is away, so that each of its runs is missed. */
  @Test
  @DisplayName("T5 after a downtime of Tidemark, only the latest missed run is caught up")
  void madeUpFor() {
    story.deploy("missed");
    var id = schedules.id("missed");
    schedules.annotate("missed", SAVEPOINT + "=7 d");
    schedules.awaitThere(id);
    schedules.pause(id, "until Tidemark is away");
    schedules.annotate("missed", SAVEPOINT + "=0/4 * * * * ?");
    await("the changed schedule").until(() -> !everySevenDays(id));

    tidemark.process().kill();
    schedules.unpause(id, "Tidemark is away");
    await("three to be missed").until(() -> schedules.started(id) >= 3);
    schedules.pause(id, "enough");
    var newest = schedules.awaitNothingLeftToStart(id);
    tidemark.process().start();

    schedules.awaitCompleted("missed", it -> schedules.hasCompleted(id, Schedules.due(it)));
    assertThat(schedules.snapshots("missed")).extracting(Schedules::due).containsExactly(newest);
  }

  @Test
  @DisplayName("T5 restarts after a FAILED snapshot take no other one")
  void failedBefore() {
    story.deploy("failed");
    var directory = "{\"spec\":{\"flinkConfiguration\":{\"state.savepoints.dir\":\"file:///d\"}}}";
    story.snapshots().kubectl("patch", "flinkdep", "failed", "--type=merge", "-p", directory);
    var id = schedules.id("failed");
    schedules.annotate("failed", SAVEPOINT + "=7 d");
    schedules.awaitThere(id);
    schedules.command("trigger", id);
    await("the snapshot to fail")
        .until(
            () -> schedules.snapshots("failed"),
            all -> all.stream().anyMatch(it -> it.state().equals("FAILED")));

    for (var i = 0; i < RESTARTS; i++) {
      restartThroughASweep("orphan-" + i);
    }

    assertThat(schedules.snapshots("failed")).hasSize(1);
    assertThat(schedules.started(id)).isEqualTo(1);
  }

  private static boolean everySevenDays(String id) {
    return Schedules.interval(schedules.get(id)).equals(Optional.of(Duration.ofDays(7)));
  }

  /** A sweep ends with the schedules that have lost their jobs. */
  private static void restartThroughASweep(String orphan) {
    story.deploy(orphan);
    schedules.annotate(orphan, SAVEPOINT + "=7 d");
    schedules.awaitThere(schedules.id(orphan));
    tidemark.process().kill();
    story.snapshots().kubectl("delete", "flinkdep", orphan);
    tidemark.process().start();
    schedules.awaitGone(schedules.id(orphan));
  }
}
