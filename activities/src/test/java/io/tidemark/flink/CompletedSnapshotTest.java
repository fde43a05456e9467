package io.tidemark.flink;

import static io.tidemark.flink.FlinkBodies.ACCEPTED;
import static io.tidemark.flink.FlinkBodies.DISPOSED;
import static io.tidemark.flink.FlinkBodies.GONE;
import static io.tidemark.flink.FlinkBodies.HISTORY;
import static io.tidemark.flink.FlinkBodies.IN_PROGRESS;
import static io.tidemark.flink.FlinkBodies.JOB;
import static io.tidemark.flink.FlinkBodies.LOCATION;
import static io.tidemark.flink.FlinkBodies.TRIGGER;
import static io.tidemark.flink.FlinkBodies.answer;
import static io.tidemark.flink.FlinkBodies.errors;
import static io.tidemark.flink.FlinkBodies.reply;
import static io.tidemark.flink.FlinkBodies.savepointFailed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.temporal.failure.ApplicationFailure;
import io.tidemark.workflow.flink.CheckpointPathRequest;
import io.tidemark.workflow.flink.CheckpointPathResult;
import io.tidemark.workflow.flink.DisposalRequest;
import io.tidemark.workflow.flink.DisposalResult;
import io.tidemark.workflow.flink.DisposalResult.Status;
import io.tidemark.workflow.flink.FlinkErrorCategory;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The calls for a completed snapshot: its path, and its disposal. */
@Timeout(60)
class CompletedSnapshotTest {
  private final FlinkActivitiesFixture flink = new FlinkActivitiesFixture();

  @AfterEach
  void close() {
    flink.close();
  }

  @Test
  @DisplayName("R15 a savepoint is disposed of, and the disposal polled to its end")
  void disposes() {
    flink.enqueue(200, ACCEPTED, IN_PROGRESS);
    flink.enqueue(
        reply(200, DISPOSED).onResponseBody(new SocketEffect.CloseSocket()).build(),
        answer(200, DISPOSED));

    assertThat(dispose()).isEqualTo(new DisposalResult(Status.DISPOSED, null));
    assertThat(flink.requests())
        .containsExactly(
            "POST savepoint-disposal", "GET " + TRIGGER, "GET " + TRIGGER, "GET " + TRIGGER);
  }

  @Test
  @DisplayName("R15 a savepoint that no longer exists counts as disposed of")
  void findsASavepointGone() {
    flink.enqueue(200, ACCEPTED, savepointFailed(GONE));

    assertThat(dispose())
        .isEqualTo(
            new DisposalResult(
                Status.ALREADY_GONE,
                "Could not dispose savepoint P: Cannot find checkpoint or savepoint file/directory"
                    + " 'P' on file system 'file'."));
  }

  @Test
  @DisplayName("R15 a disposal that Flink cannot do fails with Flink's reason")
  void fails() {
    flink.enqueue(200, ACCEPTED, savepointFailed("java.io.IOException: Unexpected magic number."));

    assertThat(dispose()).isEqualTo(new DisposalResult(Status.FAILED, "Unexpected magic number."));
  }

  @Test
  @DisplayName("R15 a disposal that a restarted JobManager has forgotten is repeated at once")
  void repeatsAForgottenDisposal() {
    flink.enqueue(200, ACCEPTED);
    flink.enqueue(
        404,
        errors(
            "org.apache.flink.runtime.rest.NotFoundException: Operation not found under key: x"));

    var failure = catchThrowable(this::dispose).getCause();

    assertThat(failure)
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            e -> assertThat(e.getType()).isEqualTo(FlinkErrorCategory.FLINK_ERROR.name()));
    assertThat(flink.server.getRequestCount()).isEqualTo(2);
  }

  @Test
  @DisplayName("R12 a checkpoint's path is read from the job's history")
  void readsThePath() {
    flink.enqueue(200, HISTORY);

    assertThat(flink.activities().checkpointPath(new CheckpointPathRequest(flink.job, 17)))
        .isEqualTo(new CheckpointPathResult("file:/c/" + JOB + "/chk-17"));
  }

  @Test
  @DisplayName("R12 a checkpoint that the history does not show is asked for again")
  void missesThePath() {
    flink.enqueue(200, HISTORY);
    var activities = flink.activities();

    var failure =
        catchThrowable(() -> activities.checkpointPath(new CheckpointPathRequest(flink.job, 99)));

    assertThat(failure.getCause())
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            e -> {
              assertThat(e.getType()).isEqualTo(FlinkErrorCategory.CHECKPOINT_NOT_LISTED.name());
              assertThat(e.isNonRetryable()).isFalse();
              assertThat(e.getOriginalMessage()).contains("web.checkpoints.history", "99", JOB);
            });
  }

  private DisposalResult dispose() {
    return flink.activities().dispose(new DisposalRequest(flink.job, LOCATION));
  }
}
