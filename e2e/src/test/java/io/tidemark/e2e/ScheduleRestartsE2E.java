package io.tidemark.e2e;

import static io.tidemark.e2e.Schedules.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.dev.TidemarkServer;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tidemark is away for a while; its sweeps are so rare that only its start is seen. */
class ScheduleRestartsE2E {
  private static final String SAVEPOINT = "tidemark.io/periodic-savepoint";
  private static final int RESTARTS = 10;

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
                "TIDEMARK_SAVEPOINT_ALLOWED_PREFIXES", "file:///allowed"));
    schedules = Schedules.of(story);
  }

  @AfterAll
  static void close() {
    schedules.close();
  }

  /** What fails while it is away is not to fail the others as well. */
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
    schedules.command("toggle", schedules.id("changed"), "--pause", "--reason", "maintenance");

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

  @Test
  @DisplayName("T5 of those that were due while Tidemark was away, the newest one is made up for")
  void madeUpFor() {
    story.deploy("missed");
    var id = schedules.id("missed");
    schedules.annotate("missed", SAVEPOINT + "=0/4 * * * * ?");
    var before = Schedules.due(schedules.awaitCompleted("missed"));

    tidemark.process().kill();
    await("several to be due").until(() -> schedules.runs(id, "Terminated").size() >= 2);
    tidemark.process().start();

    schedules.awaitCompleted("missed", it -> Schedules.due(it).isAfter(before));
    story.snapshots().kubectl("delete", "flinkdep", "missed");
    var missed = schedules.runs(id, "Terminated");
    assertThat(schedules.snapshots("missed"))
        .extracting(Schedules::due)
        .doesNotContainAnyElementsOf(missed)
        .filteredOn(it -> it.isAfter(before))
        .allMatch(it -> missed.stream().allMatch(it::isAfter));
  }

  @Test
  @DisplayName("T5 ten restarts after a FAILED snapshot take no other one")
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
    assertThat(schedules.get(id).getInfo().getNumActions()).isEqualTo(1);
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
