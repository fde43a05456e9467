package io.tidemark.workflow.snapshot;

import io.temporal.workflow.Workflow;
import io.tidemark.workflow.execution.PublishedKeyword;
import io.tidemark.workflow.execution.WorkflowClock;
import io.tidemark.workflow.execution.WorkflowSearchAttributes;
import io.tidemark.workflow.model.ReadableLine;
import io.tidemark.workflow.model.SnapshotState;
import io.tidemark.workflow.resource.RecordedStatus;
import io.tidemark.workflow.resource.SnapshotView;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Shows Temporal's users the workflow's progress: current details, the query {@code progress} and a
 * search attribute (W2).
 */
final class ProgressDisplay {
  private @Nullable String ignored;
  private SnapshotProgress progress =
      new SnapshotProgress(SnapshotState.TRIGGER_PENDING, 1, null, "Starting", null, null);

  SnapshotProgress progress() {
    return progress;
  }

  void show(SnapshotView view, String activity) {
    show(view, view.status().triggerId(), activity, null);
  }

  void showAttempt(SnapshotView view, String triggerId, String activity) {
    show(view, triggerId, activity, null);
  }

  void showWait(SnapshotView view, String activity, Duration longest) {
    var end = WorkflowClock.now().plus(longest);
    show(view, view.status().triggerId(), activity, end);
    publish(view.state());
  }

  /** Shows a request that could not be read, from now on (W6). */
  void showIgnored(String request) {
    ignored = ReadableLine.of(request);
    show(progress.ignoring(ignored));
  }

  /** Shows a wait while the resource cannot be read or written; the rest stays as it was shown. */
  void showWait(String activity, Duration longest) {
    var end = WorkflowClock.now().plus(longest);
    show(
        new SnapshotProgress(
            progress.state(), progress.attempt(), progress.triggerId(), activity, end, ignored));
  }

  /**
   * Shows the end of the snapshot.
   *
   * @param attempt the last attempt
   */
  void showEnd(int attempt, RecordedStatus end) {
    var activity = end.path() != null ? "Path: " + end.path() : String.valueOf(end.error());
    show(new SnapshotProgress(end.state(), attempt, end.triggerId(), activity, null, ignored));
    publish(end.state());
  }

  /** Publishes the state as a search attribute. */
  void publish(SnapshotState state) {
    PublishedKeyword.set(WorkflowSearchAttributes.SNAPSHOT_STATE, state.name());
  }

  private void show(
      SnapshotView view, @Nullable String triggerId, String activity, @Nullable Instant nextTry) {
    show(new SnapshotProgress(view.state(), view.attempt(), triggerId, activity, nextTry, ignored));
  }

  private void show(SnapshotProgress current) {
    progress = current;
    Workflow.setCurrentDetails(current.markdown());
  }
}
