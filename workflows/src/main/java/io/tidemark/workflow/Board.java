package io.tidemark.workflow;

import io.temporal.workflow.Workflow;
import io.tidemark.workflow.resource.SnapshotView;
import io.tidemark.workflow.resource.StatusChange;
import io.tidemark.workflow.snapshot.SnapshotState;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What Temporal's users see of the workflow: current details, the query {@code progress}, a search
 * attribute (W2).
 */
final class Board {
  private SnapshotProgress progress =
      new SnapshotProgress(SnapshotState.TRIGGER_PENDING, 1, null, "Starting", null);

  SnapshotProgress progress() {
    return progress;
  }

  void show(SnapshotView view, String activity) {
    show(view, view.triggerId(), activity, null);
  }

  void showAttempt(SnapshotView view, String triggerId, String activity) {
    show(view, triggerId, activity, null);
  }

  void showWait(SnapshotView view, String activity, Duration longest) {
    var end = WorkflowClock.now().plus(longest);
    show(view, view.triggerId(), activity, end);
  }

  /** The snapshot has come to its end. */
  void showEnd(StatusChange change) {
    var where = change.path() != null ? "Path: " + change.path() : change.error();
    progress =
        new SnapshotProgress(
            change.state(), change.attempt(), change.triggerId(), String.valueOf(where), null);
    Workflow.setCurrentDetails(progress.markdown());
    publish(change.state());
  }

  /** Makes the state searchable, if the server took the search attributes at the start. */
  void publish(SnapshotState state) {
    var key = SnapshotSearchAttributes.SNAPSHOT_STATE;
    if (Workflow.getTypedSearchAttributes().containsKey(key)) {
      Workflow.upsertTypedSearchAttributes(key.valueSet(state.name()));
    }
  }

  private void show(
      SnapshotView view, @Nullable String triggerId, String activity, @Nullable Instant nextTry) {
    progress = new SnapshotProgress(view.state(), view.attempt(), triggerId, activity, nextTry);
    Workflow.setCurrentDetails(progress.markdown());
  }
}
