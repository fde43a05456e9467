package io.tidemark.workflow.snapshot;

import io.temporal.workflow.Workflow;
import io.tidemark.workflow.execution.WorkflowClock;
import io.tidemark.workflow.model.SnapshotState;
import io.tidemark.workflow.resource.SnapshotView;
import io.tidemark.workflow.resource.StatusChange;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What Temporal's users see of the workflow: current details, the query {@code progress}, a search
 * attribute (W2).
 */
final class ProgressDisplay {
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
    var what = end(change.path(), change.error());
    show(new SnapshotProgress(change.state(), change.attempt(), change.triggerId(), what, null));
    publish(change.state());
  }

  /** The snapshot had come to its end before this run looked. */
  void showEnd(SnapshotView view) {
    var failed = view.state() == SnapshotState.FAILED;
    var attempt = failed ? view.failures() : view.attempt();
    var what = end(view.path(), view.error());
    show(new SnapshotProgress(view.state(), attempt, view.triggerId(), what, null));
    publish(view.state());
  }

  private static String end(@Nullable String path, @Nullable String error) {
    return path != null ? "Path: " + path : String.valueOf(error);
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
    show(new SnapshotProgress(view.state(), view.attempt(), triggerId, activity, nextTry));
  }

  private void show(SnapshotProgress current) {
    progress = current;
    Workflow.setCurrentDetails(current.markdown());
  }
}
