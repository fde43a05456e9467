package io.tidemark.workflow.retention;

import io.temporal.common.converter.DataConverterException;
import io.temporal.failure.ActivityFailure;
import io.temporal.worker.WorkflowImplementationOptions;
import io.temporal.workflow.Workflow;
import io.tidemark.workflow.execution.LocalFirst;
import io.tidemark.workflow.execution.LocalFirst.InHistory;
import io.tidemark.workflow.execution.Outage;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Cleans up one job after the other. Each plan is in the history before anything of it is deleted.
 * A job that cannot be cleaned up does not block the others.
 */
public final class HistoryCleanupWorkflowImpl implements HistoryCleanupWorkflow {
  /** Fails the run if its input cannot be read; by default it would wait for a corrected worker. */
  public static final WorkflowImplementationOptions OPTIONS =
      WorkflowImplementationOptions.newBuilder()
          .setFailWorkflowExceptionTypes(DataConverterException.class)
          .build();

  /** Bounds the size of a run's result and its load on the cluster. */
  private static final int MAX_DELETIONS = 1_000;

  /** Leaves some of a run's deletions to the other jobs. */
  private static final int MAX_DELETIONS_OF_JOB = 100;

  private int deletionsLeft = MAX_DELETIONS;

  @Override
  public HistoryCleanupResult run(@Nullable HistoryCleanupRequest input) {
    var request = input == null ? HistoryCleanupRequest.ALL : input;
    var cleanups = new ArrayList<JobCleanupResult>();
    var targets = targets(request);
    for (var job : targets.jobs()) {
      var planned = plan(job);
      deletionsLeft -= planned.decisions().size();
      cleanups.add(request.dryRun() ? planned : carryOut(planned));
    }
    return HistoryCleanupResult.of(request.dryRun(), cleanups, targets.problems());
  }

  private static CleanupTargets targets(HistoryCleanupRequest request) {
    return LocalFirst.call(
        RetentionActivities.class, "List the jobs", activities -> activities.cleanupJobs(request));
  }

  private JobCleanupResult plan(CleanupTarget job) {
    var request = new CleanupPlanRequest(job, Math.min(deletionsLeft, MAX_DELETIONS_OF_JOB));
    try {
      return LocalFirst.call(
          RetentionActivities.class,
          "Plan for " + job,
          activities -> activities.planCleanup(request));
    } catch (ActivityFailure failed) {
      return JobCleanupResult.failed(job, Outage.of(failed).message());
    }
  }

  /**
   * Deletes what was planned, never inside the workflow task: a repeated task would plan again, and
   * its plan would lack what has been deleted.
   */
  private static JobCleanupResult carryOut(JobCleanupResult planned) {
    if (planned.decisions().isEmpty()) {
      return planned;
    }
    try {
      var request = new CleanupRunRequest(planned, Workflow.getInfo().getRunId());
      return LocalFirst.call(
          RetentionActivities.class,
          "Clean up " + planned.job(),
          InHistory.FIRST,
          it -> it.carryOutCleanup(request));
    } catch (ActivityFailure failed) {
      return planned.withProblem(
          "deletion may be incomplete; the next run will retry: " + Outage.of(failed).message());
    }
  }
}
