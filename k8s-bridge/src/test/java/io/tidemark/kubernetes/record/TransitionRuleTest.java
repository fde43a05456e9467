package io.tidemark.kubernetes.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.kubernetes.fixture.SnapshotDraft;
import io.tidemark.kubernetes.model.SnapshotAnnotations;
import io.tidemark.kubernetes.record.TransitionRule.Decision;
import io.tidemark.workflow.model.SnapshotState;
import io.tidemark.workflow.resource.AnnotationChanges;
import io.tidemark.workflow.resource.RecordedStatus;
import io.tidemark.workflow.resource.StatusChange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The rule for a current state with its failures, and a change with its attempt, state and
 * failures.
 */
class TransitionRuleTest {

  @ParameterizedTest(name = "{0} with {1} failures, attempt {2} writes {3} with {4}: {5}")
  @DisplayName("R6 never out of a terminal state")
  @CsvSource({
    "COMPLETED, 0, 1, TRIGGER_PENDING, 0, SUPERSEDED",
    "COMPLETED, 0, 1, IN_PROGRESS, 0, SUPERSEDED",
    "COMPLETED, 0, 1, FAILED, 1, SUPERSEDED",
    "COMPLETED, 0, 1, ABANDONED, 0, SUPERSEDED",
    "FAILED, 1, 1, TRIGGER_PENDING, 1, SUPERSEDED",
    "FAILED, 1, 1, IN_PROGRESS, 0, SUPERSEDED",
    "FAILED, 1, 2, IN_PROGRESS, 1, SUPERSEDED",
    "FAILED, 1, 2, COMPLETED, 1, SUPERSEDED",
    "FAILED, 1, 2, ABANDONED, 1, SUPERSEDED",
    "ABANDONED, 0, 1, TRIGGER_PENDING, 0, SUPERSEDED",
    "ABANDONED, 0, 1, IN_PROGRESS, 0, SUPERSEDED",
    "ABANDONED, 0, 1, COMPLETED, 0, SUPERSEDED",
    "ABANDONED, 0, 1, FAILED, 1, SUPERSEDED",
  })
  void terminal(
      SnapshotState now,
      int failures,
      int attempt,
      SnapshotState next,
      int then,
      Decision decision) {
    assertThat(decision(now, failures, attempt, next, then)).isEqualTo(decision);
  }

  @ParameterizedTest(name = "{0} with {1} failures, attempt {2} writes {3} with {4}: {5}")
  @DisplayName("R6 forward within an attempt and to the next one, never back to an older one")
  @CsvSource({
    "TRIGGER_PENDING, 0, 1, IN_PROGRESS, 0, WRITE",
    "TRIGGER_PENDING, 0, 1, COMPLETED, 0, WRITE",
    "TRIGGER_PENDING, 0, 1, FAILED, 1, WRITE",
    "TRIGGER_PENDING, 0, 1, ABANDONED, 0, WRITE",
    "TRIGGER_PENDING, 0, 1, TRIGGER_PENDING, 1, WRITE",
    "IN_PROGRESS, 0, 1, COMPLETED, 0, WRITE",
    "IN_PROGRESS, 0, 1, FAILED, 1, WRITE",
    "IN_PROGRESS, 0, 1, ABANDONED, 0, WRITE",
    "IN_PROGRESS, 0, 1, TRIGGER_PENDING, 1, WRITE",
    "IN_PROGRESS, 0, 1, TRIGGER_PENDING, 0, SUPERSEDED",
    "IN_PROGRESS, 1, 2, TRIGGER_PENDING, 1, SUPERSEDED",
    "TRIGGER_PENDING, 1, 1, IN_PROGRESS, 0, SUPERSEDED",
    "TRIGGER_PENDING, 1, 1, COMPLETED, 0, SUPERSEDED",
    "TRIGGER_PENDING, 1, 1, ABANDONED, 0, SUPERSEDED",
    "IN_PROGRESS, 1, 1, IN_PROGRESS, 0, SUPERSEDED",
    "IN_PROGRESS, 1, 1, COMPLETED, 0, SUPERSEDED",
    "IN_PROGRESS, 2, 2, TRIGGER_PENDING, 2, SUPERSEDED",
    "IN_PROGRESS, 1, 2, COMPLETED, 1, WRITE",
    "TRIGGER_PENDING, 1, 2, IN_PROGRESS, 1, WRITE",
  })
  void unsettled(
      SnapshotState now,
      int failures,
      int attempt,
      SnapshotState next,
      int then,
      Decision decision) {
    assertThat(decision(now, failures, attempt, next, then)).isEqualTo(decision);
  }

  @ParameterizedTest(name = "{0} with {1} failures, said again by attempt {2}")
  @DisplayName("R6 a write that is repeated finds that the resource says so already")
  @CsvSource({
    "TRIGGER_PENDING, 0, 1",
    "TRIGGER_PENDING, 1, 1",
    "IN_PROGRESS, 0, 1",
    "COMPLETED, 0, 1",
    "COMPLETED, 2, 3",
    "FAILED, 1, 1",
    "ABANDONED, 0, 1",
  })
  void repeated(SnapshotState state, int failures, int attempt) {
    assertThat(decision(state, failures, attempt, state, failures))
        .isEqualTo(Decision.ALREADY_WRITTEN);
  }

  @ParameterizedTest(name = "{0} | {1}: {2}")
  @DisplayName("R6 a terminal state with another path or error is another one, and stays")
  @CsvSource({
    "s3://a, boom, ALREADY_WRITTEN",
    "s3://b, boom, SUPERSEDED",
    "s3://a, bang, SUPERSEDED",
  })
  void sameStateWithOtherWords(String path, String error, Decision decision) {
    var status = "{state: FAILED, failures: 1, path: 's3://a', error: boom}";
    var now = SnapshotDraft.savepoint().status(status).read();

    assertThat(TransitionRule.decide(now, change(1, SnapshotState.FAILED, 1, path, error)))
        .isEqualTo(decision);
  }

  @ParameterizedTest(name = "{0}, copy {1}, attempt {3} writes {4} with {5}: {6}")
  @DisplayName("R22 only an abandoned copy that was released starts over")
  @CsvSource({
    "ABANDONED, true, false, 1, TRIGGER_PENDING, 0, WRITE",
    "ABANDONED, true, true, 1, TRIGGER_PENDING, 0, SUPERSEDED",
    "ABANDONED, false, false, 1, TRIGGER_PENDING, 0, SUPERSEDED",
    "FAILED, true, false, 1, TRIGGER_PENDING, 0, SUPERSEDED",
    "COMPLETED, true, false, 1, TRIGGER_PENDING, 0, SUPERSEDED",
    "ABANDONED, true, false, 1, TRIGGER_PENDING, 1, SUPERSEDED",
    "ABANDONED, true, false, 1, IN_PROGRESS, 0, SUPERSEDED",
    "ABANDONED, true, false, 1, COMPLETED, 0, SUPERSEDED",
  })
  void releasedCopy(
      SnapshotState now,
      boolean putAside,
      boolean stillNamed,
      int attempt,
      SnapshotState next,
      int then,
      Decision decision) {
    var snapshot = SnapshotDraft.savepoint().status("{state: %s, failures: 2}".formatted(now));
    if (putAside) {
      snapshot.annotation(SnapshotAnnotations.COPY_OF, "snapshot/a/b/0");
    }
    if (stillNamed) {
      snapshot.annotation(SnapshotAnnotations.WORKFLOW_ID, "snapshot/a/b/0");
    }

    assertThat(TransitionRule.decide(snapshot.read(), change(attempt, next, then, null, null)))
        .isEqualTo(decision);
  }

  @Test
  @DisplayName("R6 a resource without a status says nothing yet")
  void noStatus() {
    var change = change(1, SnapshotState.TRIGGER_PENDING, 0, null, null);

    assertThat(TransitionRule.decide(SnapshotDraft.savepoint().read(), change))
        .isEqualTo(Decision.WRITE);
  }

  private static Decision decision(
      SnapshotState now, int failures, int attempt, SnapshotState next, int then) {
    var status = "{state: %s, failures: %d}".formatted(now, failures);
    return TransitionRule.decide(
        SnapshotDraft.savepoint().status(status).read(), change(attempt, next, then, null, null));
  }

  private static StatusChange change(
      int attempt, SnapshotState state, int failures, String path, String error) {
    var id = SnapshotDraft.savepoint().read().id();
    var status = new RecordedStatus(state, failures, null, null, null, path, error);
    return new StatusChange(id, "1", attempt, status, AnnotationChanges.NONE, null);
  }
}
