package io.tidemark.e2e;

import static io.tidemark.dev.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.dev.TidemarkServer;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The schedule that cleans up, as users of Temporal see and pause it. */
class HistoryCleanupScheduleE2E {
  private static final String NAME = "cleanup-schedule";
  private static final String ID = "history-cleanup/" + NAME;

  @RegisterExtension static final Story story = Story.in(NAME);

  @Test
  @DisplayName(
      "H1 a pause survives a restart and a change of the interval; what a sweep finds as it should"
          + " be it leaves alone; what was deleted comes back")
  void schedule() {
    var first = serve("7 d");
    awaitInterval("604800s");
    var created = described();
    assertThat(created.at("/schedule/policies/overlapPolicy").asText()).endsWith("SKIP");
    assertThat(created.at("/schedule/action/startWorkflow/workflowExecutionTimeout").asText())
        .as("a run that is stuck does not end the cleanup")
        .isEqualTo("3600s");
    assertThat(created.at("/schedule/state/notes").asText())
        .startsWith("Every 168 h, deletes old snapshots of running jobs; ");
    toggle("--pause", "maintenance");
    first.close();

    serve("1 s");
    awaitInterval("1s");
    var paused = described();
    assertThat(paused.at("/schedule/state/paused").asBoolean()).isTrue();
    assertThat(paused.at("/schedule/state/notes").asText()).isEqualTo("maintenance");

    toggle("--unpause", "done");
    var unpaused = described();
    awaitRuns(3); // one a second, as are sweeps
    assertThat(described().path("conflictToken")).isEqualTo(unpaused.path("conflictToken"));

    story.temporal().temporal("schedule", "delete", "--schedule-id", ID);
    awaitInterval("1s");
  }

  private static TidemarkServer serve(String interval) {
    return story.serve(
        NAME,
        Map.of("TIDEMARK_HISTORY_CLEANUP_INTERVAL", interval, "TIDEMARK_SWEEP_INTERVAL", "1 s"));
  }

  private static void toggle(String what, String reason) {
    story.temporal().temporal("schedule", "toggle", "--schedule-id", ID, what, "--reason", reason);
    await(what).until(() -> described().at("/schedule/state/notes").asText(), reason::equals);
  }

  private static void awaitInterval(String seconds) {
    await("the interval")
        .ignoreException(IllegalStateException.class)
        .until(
            () -> described().at("/schedule/spec/interval/0/interval").asText(), seconds::equals);
  }

  private static void awaitRuns(int count) {
    var query = "TemporalScheduledById='%s' AND ExecutionStatus='Completed'".formatted(ID);
    story.temporal().awaitListed(query, runs -> runs.size() >= count);
  }

  private static JsonNode described() {
    return story.temporal().schedule(ID);
  }
}
