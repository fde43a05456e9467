package io.tidemark.app.telemetry;

import io.tidemark.workflow.model.SnapshotId;
import io.tidemark.workflow.resource.JobRestarts;
import io.tidemark.workflow.resource.RecordedStatus;
import io.tidemark.workflow.resource.SnapshotOptions;
import io.tidemark.workflow.resource.SnapshotView;
import io.tidemark.workflow.resource.StatusChange;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** StatusChanges of a savepoint's status, as its workflow writes them. */
final class StatusChanges {
  static final SnapshotId SNAPSHOT = new SnapshotId("flink", "orders-1", "5a1f3c7e-0000");
  private static final Instant TRIGGERED = Instant.parse("2026-11-23T10:00:00Z");
  private static final Instant ENDED = Instant.parse("2026-11-23T10:00:07Z");
  private static final String PATH = "file:/savepoints/1";
  private static final String ERROR = "the disk is full";

  private StatusChanges() {}

  static StatusChange inProgress() {
    return StatusChange.inProgress(view(null), "t1", TRIGGERED);
  }

  /** After seven seconds. */
  static StatusChange completed() {
    return StatusChange.completed(view("t1"), PATH, ENDED);
  }

  static StatusChange imported() {
    return StatusChange.completed(view(null), PATH, ENDED);
  }

  static StatusChange attemptFailed() {
    return StatusChange.attemptFailed(view("t1"), ERROR, ENDED, JobRestarts.NONE);
  }

  static StatusChange failed() {
    return StatusChange.failed(view("t1"), ERROR, ENDED);
  }

  static StatusChange abandoned() {
    return StatusChange.abandoned(view("t1"), ERROR, ENDED);
  }

  private static SnapshotView view(@Nullable String triggerId) {
    return new SnapshotView(
        SNAPSHOT,
        "41",
        null,
        null,
        triggerId == null
            ? RecordedStatus.EMPTY
            : RecordedStatus.EMPTY.inProgress(triggerId, TRIGGERED),
        new SnapshotOptions(-1, Duration.ZERO, Duration.ZERO, true, null),
        null,
        JobRestarts.NONE);
  }
}
