package io.tidemark.workflow.retention;

import io.temporal.common.converter.DataConverterException;
import io.temporal.failure.ActivityFailure;
import io.temporal.worker.WorkflowImplementationOptions;
import io.temporal.workflow.Workflow;
import io.tidemark.workflow.execution.LocalFirst;
import io.tidemark.workflow.execution.LocalFirst.InHistory;
import io.tidemark.workflow.execution.Outage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One job after the other: plan, which is in the history before anything is deleted, then carry
 * out. A job that cannot be cleaned up does not keep the others from it.
 */
public final class HistoryCleanupWorkflowImpl implements HistoryCleanupWorkflow {
  /**
   * An input that cannot be read fails the run, which else would wait for other code to read it.
   */
  public static final WorkflowImplementationOptions OPTIONS =
      WorkflowImplementationOptions.newBuilder()
          .setFailWorkflowExceptionTypes(DataConverterException.class)
          .build();

  /** What a run deletes at most, so that its result and its load on the cluster are bounded. */
  private static final int DELETIONS = 1_000;

  /** What it deletes of one job, so that no job takes the others' turn. */
  private static final int DELETIONS_OF_A_JOB = 100;

  private int room = DELETIONS;

  @Override
  public HistoryCleanupResult run(@Nullable HistoryCleanupRequest input) {
    var request = input == null ? HistoryCleanupRequest.ALL : input;
    var cleanups = new ArrayList<JobCleanupResult>();
    for (var job : jobs(request)) {
      var planned = plan(job);
      room -= planned.decisions().size();
      cleanups.add(request.dryRun() ? planned : carriedOut(planned));
    }
    return HistoryCleanupResult.of(request.dryRun(), cleanups);
  }

  private static List<CleanupJob> jobs(HistoryCleanupRequest request) {
    return LocalFirst.call(
            RetentionActivities.class, "List the jobs", it -> it.cleanupJobs(request))
        .jobs();
  }

  private JobCleanupResult plan(CleanupJob job) {
    var question = new CleanupPlanRequest(job, Math.min(room, DELETIONS_OF_A_JOB));
    try {
      return LocalFirst.call(
          RetentionActivities.class, "Plan for " + job, it -> it.planCleanup(question));
    } catch (ActivityFailure failed) {
      return JobCleanupResult.hindered(job, Outage.of(failed).message());
    }
  }

  /** Never inside the workflow task: a repeated one would plan anew, without what is deleted. */
  private static JobCleanupResult carriedOut(JobCleanupResult planned) {
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
          "not all may be deleted, the next run goes on: " + Outage.of(failed).message());
    }
  }
}
