package io.tidemark.workflow.retention;

import static java.util.Objects.requireNonNull;

import io.temporal.common.converter.DataConverterException;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.worker.WorkflowImplementationOptions;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.tidemark.workflow.execution.LocalFirst;
import io.tidemark.workflow.execution.LocalFirst.InHistory;
import io.tidemark.workflow.execution.LongHistory;
import io.tidemark.workflow.execution.Outage;
import io.tidemark.workflow.execution.WorkflowClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Cleans up page by page. Each plan is in the history before anything of it is deleted. A job that
 * cannot be cleaned up does not block the others, and a run whose time is over leaves its place to
 * the next one, so that each job is reached.
 */
public final class HistoryCleanupWorkflowImpl implements HistoryCleanupWorkflow {
  /** Fails the run if its input cannot be read; by default it would wait for a corrected worker. */
  public static final WorkflowImplementationOptions OPTIONS =
      WorkflowImplementationOptions.newBuilder()
          .setFailWorkflowExceptionTypes(DataConverterException.class)
          .build();

  /** The failure type of a request that names what does not exist. */
  public static final String INVALID_REQUEST = "INVALID_REQUEST";

  /** After this time no further page is read. The schedule's time-out is longer. */
  private static final Duration TIME_LIMIT = Duration.ofMinutes(15);

  /** The number of jobs that are cleaned up at the same time. */
  private static final int PARALLEL_JOBS = 4;

  /**
   * A page may have 600 KB, and its deletions twice that; a history ends at 50 MB. The disposals of
   * a page may have some ten thousand events.
   */
  private static final int PAGES_OF_HISTORY = 20;

  private final Duration timeLimit;

  public HistoryCleanupWorkflowImpl() {
    this(TIME_LIMIT);
  }

  /**
   * @param timeLimit the time after which no further page is read
   */
  public HistoryCleanupWorkflowImpl(Duration timeLimit) {
    this.timeLimit = requireNonNull(timeLimit, "timeLimit is null");
  }

  @Override
  public HistoryCleanupResult run(@Nullable HistoryCleanupRequest input) {
    var request = input == null ? HistoryCleanupRequest.ALL : input;
    var progress = request.progress() == null ? start() : request.progress();
    var deadline = progress.started().plus(timeLimit);
    var pages = 0;
    do {
      var page = page(request, progress);
      progress = progress.plus(page, carryOut(page.jobs(), request.dryRun(), deadline));
      pages++;
    } while (mayContinue(progress, deadline) && pages < PAGES_OF_HISTORY && !LongHistory.reached());
    if (mayContinue(progress, deadline)) {
      Workflow.continueAsNew(request.continuing(progress));
    }
    return result(request, progress);
  }

  /** Starts at the place that the last run of the schedule has left, or at the first job. */
  private static CleanupProgress start() {
    var last = Workflow.getLastCompletionResult(HistoryCleanupResult.class);
    return CleanupProgress.startingAt(WorkflowClock.now(), last == null ? null : last.next());
  }

  private static CleanupPage page(HistoryCleanupRequest request, CleanupProgress progress) {
    var next =
        new CleanupPageRequest(request.scope(), progress.next(), false, progress.listsIdleJobs());
    try {
      return plan(next);
    } catch (ActivityFailure failed) {
      if (failed.getCause() instanceof ApplicationFailure refused
          && refused.getType().equals(INVALID_REQUEST)) {
        throw failed;
      }
      var place = progress.next() == null ? "the start" : progress.next().toString();
      return plan(next.skipping())
          .withProblem("after " + place + " nothing could be read: " + Outage.of(failed).message());
    }
  }

  /**
   * Plans a page. The first one, which is the only one of most installations, is planned inside the
   * workflow task. Others would add up to an answer that is too large for one task.
   */
  private static CleanupPage plan(CleanupPageRequest request) {
    return LocalFirst.call(
        RetentionActivities.class,
        "Plan for the next jobs",
        request.cursor() == null ? InHistory.WITH_ITS_RESULT : InHistory.FIRST,
        activities -> activities.planCleanup(request));
  }

  /** Carries out the plans, some at a time. */
  private static List<JobCleanupResult> carryOut(
      List<JobCleanupResult> plans, boolean dryRun, Instant deadline) {
    var carriedOut = new ArrayList<JobCleanupResult>();
    var waiting = plans.iterator();
    Promise.allOf(
            Stream.generate(
                    () -> Async.procedure(() -> carryOut(waiting, carriedOut, dryRun, deadline)))
                .limit(PARALLEL_JOBS)
                .toList())
        .get();
    return carriedOut;
  }

  private static void carryOut(
      Iterator<JobCleanupResult> waiting,
      List<JobCleanupResult> carriedOut,
      boolean dryRun,
      Instant deadline) {
    while (waiting.hasNext()) {
      carriedOut.add(carryOut(waiting.next(), dryRun, deadline));
    }
  }

  /** Carries out the plan of a job; a dry run only looks at what may be disposed of. */
  private static JobCleanupResult carryOut(
      JobCleanupResult planned, boolean dryRun, Instant deadline) {
    var settled = new EntryDisposal(planned.job(), dryRun, deadline).carryOut(planned);
    return dryRun || (settled.decisions().isEmpty() && settled.entryDeletions().isEmpty())
        ? settled
        : deleted(settled);
  }

  /**
   * Deletes what was planned, never inside the workflow task: a repeated task would plan again, and
   * its plan would lack what has been deleted.
   */
  private static JobCleanupResult deleted(JobCleanupResult planned) {
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

  private static boolean mayContinue(CleanupProgress progress, Instant deadline) {
    return progress.next() != null && WorkflowClock.now().isBefore(deadline);
  }

  private static HistoryCleanupResult result(
      HistoryCleanupRequest request, CleanupProgress progress) {
    var unknown = progress.counts().jobs() == 0 && progress.problems().isEmpty();
    if (request.job() != null && progress.next() == null && unknown) {
      throw ApplicationFailure.newFailure(
          "job is '" + request.job() + "': no watched job has that name", INVALID_REQUEST);
    }
    return HistoryCleanupResult.of(request.dryRun(), progress);
  }
}
