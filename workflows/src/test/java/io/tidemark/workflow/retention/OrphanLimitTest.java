package io.tidemark.workflow.retention;

import static io.tidemark.workflow.model.SnapshotState.FAILED;
import static io.tidemark.workflow.model.SnapshotState.IN_PROGRESS;
import static io.tidemark.workflow.model.TriggerType.MANUAL;
import static io.tidemark.workflow.retention.OrphanLimit.Job.GONE;
import static io.tidemark.workflow.retention.OrphanLimit.Job.SUSPENDED;
import static io.tidemark.workflow.retention.RetentionCandidateBuilder.aged;
import static io.tidemark.workflow.retention.RetentionScenario.given;
import static io.tidemark.workflow.retention.RetentionScenario.orphans;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tables of snapshots whose job is gone or suspended, and the expected decisions. */
class OrphanLimitTest {
  private static final String NEWEST = "kept: newest completed";
  private static final String EXPIRED = "deleted: its ttl of 5 h has expired";
  private static final String IS_GONE = "its job does not exist";
  private static final String IS_SUSPENDED = "its job is suspended";

  @ParameterizedTest
  @DisplayName("H1 of a job that is gone or suspended, snapshots are deleted by their own age only")
  @MethodSource({"suspended", "gone"})
  void orphaned(RetentionScenario scenario) {
    assertThat(scenario.actual()).containsExactlyElementsOf(scenario.expected());
  }

  static Stream<RetentionScenario> suspended() {
    return Stream.of(
        given("no age", orphans(SUSPENDED, null), aged("a", 1), aged("b", 900))
            .then("a " + NEWEST, "b kept: " + IS_SUSPENDED),
        given("a ttl", orphans(SUSPENDED, null), aged("a", 9).ttl(5), aged("b", 10).ttl(5))
            .then("a " + NEWEST, "b " + EXPIRED),
        given("an age", orphans(SUSPENDED, 24), aged("a", 30), aged("b", 40))
            .then("a " + NEWEST, "b deleted: older than 24 h, and " + IS_SUSPENDED));
  }

  static Stream<RetentionScenario> gone() {
    var tooOld = "deleted: older than 24 h, and " + IS_GONE;
    return Stream.of(
        given("no age", orphans(GONE, null), aged("a", 1), aged("b", 900))
            .then("a " + NEWEST, "b kept: " + IS_GONE),
        given("a ttl", orphans(GONE, null), aged("a", 9).ttl(5), aged("b", 10).ttl(5))
            .then("a " + EXPIRED, "b " + EXPIRED),
        given("an age", orphans(GONE, 24), aged("a", 30), aged("b", 40), aged("c", 900).ttl(1000))
            .then("a " + NEWEST, "b " + tooOld, "c kept: its ttl of 1000 h has not expired"),
        given("both", orphans(GONE, 24), aged("a", 9).ttl(5), aged("b", 30), aged("c", 40))
            .then("a " + EXPIRED, "b " + NEWEST, "c " + tooOld),
        given(
                "failed ones and checkpoints too",
                orphans(GONE, 24),
                aged("a", 30).state(FAILED),
                aged("b", 40).checkpoint(),
                aged("c", 50).checkpoint())
            .then("a " + tooOld, "b " + NEWEST, "c " + tooOld),
        given(
                "what is kept for another reason",
                orphans(GONE, 24),
                aged("a", 30),
                aged("b", 40).by(MANUAL),
                aged("c", 50).pinned(),
                aged("d", 60).state(IN_PROGRESS))
            .then("a " + NEWEST, "b kept: manual", "c kept: pinned", "d kept: not finished"));
  }
}
