package io.tidemark.workflow.job;

import io.temporal.workflow.Workflow;
import io.tidemark.workflow.execution.PublishedKeyword;
import io.tidemark.workflow.execution.WorkflowClock;
import io.tidemark.workflow.execution.WorkflowSearchAttributes;
import io.tidemark.workflow.model.ReadableLine;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Shows Temporal's users the progress of a change: current details, the query {@code progress} and
 * the search attribute of its phase (W2).
 */
final class JobProgressDisplay {
  private String ignored = "";
  private JobProgress progress = JobProgress.without(JobPhase.LOOKING, "Starting");

  /** Returns the progress, with a request that could not be read (W6). */
  JobProgress progress() {
    return with(progress.activity() + ignored, progress.nextTry());
  }

  /** Shows the progress as a claim has described it. */
  void show(JobProgress current) {
    progress = current;
    Workflow.setCurrentDetails(progress().markdown());
    PublishedKeyword.set(WorkflowSearchAttributes.JOB_PHASE, current.phase().name());
  }

  /** Shows a wait; the rest stays as it was shown. */
  void showWait(String activity, Duration longest) {
    show(with(activity, WorkflowClock.now().plus(longest)));
  }

  /** Shows a request that could not be read, from now on (W6). */
  void showIgnored(String request) {
    ignored = "; ignored: " + ReadableLine.of(request);
    show(progress);
  }

  private JobProgress with(String activity, @Nullable Instant nextTry) {
    return new JobProgress(
        progress.phase(),
        progress.generation(),
        progress.submission(),
        progress.jobId(),
        progress.previousJobId(),
        progress.path(),
        progress.triggerId(),
        progress.jarId(),
        activity,
        nextTry);
  }
}
