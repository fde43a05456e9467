package io.tidemark.bench;

import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionMetadata;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The workflows and schedules that a Temporal server lists. */
final class TemporalState implements AutoCloseable {
  private static final String CLEANUP = "history-cleanup";

  /** A schedule is a workflow of the server, in a division of the namespace. */
  private static final String PERIODIC_SCHEDULES =
      "TemporalNamespaceDivision = 'TemporalScheduler' AND ExecutionStatus = 'Running'"
          + " AND WorkflowId STARTS_WITH 'temporal-sys-scheduler:periodic-'";

  private static final Set<WorkflowExecutionStatus> GOOD =
      Set.of(
          WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING,
          WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED,
          WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_CONTINUED_AS_NEW);

  private final WorkflowServiceStubs service;
  private final WorkflowClient client;
  private final ScheduleClient schedules;

  /**
   * @param address host and port
   */
  TemporalState(String address) {
    service =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(address).build());
    client = WorkflowClient.newInstance(service);
    schedules = ScheduleClient.newInstance(service);
  }

  /** Counts the schedules of jobs, by one request: a list of them would be a load of its own. */
  long periodicSchedules() {
    return client.countWorkflows(PERIODIC_SCHEDULES).getCount();
  }

  /**
   * Starts a run of the history cleanup now, beside those of its interval.
   *
   * @return true; it throws while the schedule does not exist
   */
  boolean triggerCleanup() {
    schedules.getHandle(CLEANUP).trigger();
    return true;
  }

  /** Returns the runs of the history cleanup that ended badly, one line each. */
  List<String> failedCleanups(Instant since) {
    return runs("HistoryCleanupWorkflow", since)
        .filter(run -> !GOOD.contains(run.getStatus()))
        .map(run -> run.getExecution().getWorkflowId() + " is " + run.getStatus())
        .toList();
  }

  /** Returns the start of the first run of a snapshot since then; empty if none is listed yet. */
  Optional<Instant> firstStart(Instant since) {
    return runs("SnapshotWorkflow", since)
        .map(WorkflowExecutionMetadata::getStartTime)
        .min(Comparator.naturalOrder());
  }

  /** Counts the runs of snapshots since then. */
  long starts(Instant since) {
    return runs("SnapshotWorkflow", since).count();
  }

  @Override
  public void close() {
    service.shutdownNow();
  }

  private Stream<WorkflowExecutionMetadata> runs(String type, Instant since) {
    return client.listExecutions(
        "WorkflowType = '%s' AND StartTime >= '%s'".formatted(type, since));
  }
}
