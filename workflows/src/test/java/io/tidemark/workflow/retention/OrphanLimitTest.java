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

  @ParameterizedTest
  @DisplayName("H1 of a job that is gone or suspended, snapshots are deleted by their own age only")
  @MethodSource
  void orphaned(RetentionScenario scenario) {
    assertThat(scenario.actual()).containsExactlyElementsOf(scenario.expected());
  }

  static Stream<RetentionScenario> orphaned() {
    var gone = "its job does not exist";
    var suspended = "its job is suspended";
    var expired = "deleted: its ttl of 5 h has expired";
    return Stream.of(
        given("no age: gone", orphans(GONE, null), aged("a", 1), aged("b", 900))
            .then("a kept: " + gone, "b kept: " + gone),
        given("no age: suspended", orphans(SUSPENDED, null), aged("a", 1), aged("b", 900))
            .then("a " + NEWEST, "b kept: " + suspended),
        given("a ttl: gone", orphans(GONE, null), aged("a", 9).ttl(5), aged("b", 10).ttl(5))
            .then("a " + expired, "b " + expired),
        given(
                "a ttl: suspended",
                orphans(SUSPENDED, null),
                aged("a", 9).ttl(5),
                aged("b", 10).ttl(5))
            .then("a " + NEWEST, "b " + expired),
        given("an age: gone", orphans(GONE, 24), aged("a", 30), aged("b", 900).ttl(1000))
            .then(
                "a deleted: older than 24 h, and " + gone,
                "b kept: its ttl of 1000 h has not expired"),
        given("an age: suspended", orphans(SUSPENDED, 24), aged("a", 30), aged("b", 40))
            .then("a " + NEWEST, "b deleted: older than 24 h, and " + suspended),
        given(
                "failed ones and checkpoints too",
                orphans(GONE, 24),
                aged("a", 30).state(FAILED),
                aged("b", 40).checkpoint())
            .then(
                "a deleted: older than 24 h, and " + gone,
                "b deleted: older than 24 h, and " + gone),
        given(
                "what is kept for another reason",
                orphans(GONE, 24),
                aged("a", 30).by(MANUAL),
                aged("b", 40).pinned(),
                aged("c", 50).state(IN_PROGRESS))
            .then("a " + "kept: manual", "b " + "kept: pinned", "c " + "kept: not finished"));
  }
}
