package io.tidemark.workflow.periodic;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.client.WorkflowOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.tidemark.workflow.model.JobReference;
import io.tidemark.workflow.model.PeriodicSnapshots;
import io.tidemark.workflow.model.SnapshotType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Runs the workflow without a schedule; {@code SchedulesE2E} uses a server with schedules. */
class PeriodicSnapshotWorkflowTest {
  private static final PeriodicSnapshots SNAPSHOTS =
      new PeriodicSnapshots(
          "flink", new JobReference(JobReference.DEPLOYMENT, "orders"), SnapshotType.SAVEPOINT);

  private final List<DueSnapshot> taken = new ArrayList<>();
  private final TestWorkflowEnvironment environment = TestWorkflowEnvironment.newInstance();
  private int failures;

  @BeforeEach
  void start() {
    var worker = environment.newWorker("test");
    worker.registerWorkflowImplementationTypes(PeriodicSnapshotWorkflowImpl.class);
    worker.registerActivitiesImplementations((PeriodicActivities) this::take);
    environment.start();
  }

  @AfterEach
  void close() {
    environment.close();
  }

  @Test
  @DisplayName("T3 a run that a user starts is due at its start")
  void byHand() {
    run();

    assertThat(taken).singleElement().matches(due -> due.dueAt().equals(due.startedAt()));
    assertThat(taken.get(0).snapshots()).isEqualTo(SNAPSHOTS);
  }

  @Test
  @DisplayName("T5 a run waits for the end of an outage of Kubernetes")
  void outage() {
    failures = 20;

    assertThat(run().outcome()).isEqualTo(PeriodicSnapshotResult.Outcome.CREATED);
  }

  private PeriodicSnapshotResult take(DueSnapshot due) {
    if (failures-- > 0) {
      throw new IllegalStateException("no API server");
    }
    taken.add(due);
    return PeriodicSnapshotResult.created("orders-1");
  }

  private PeriodicSnapshotResult run() {
    var options =
        WorkflowOptions.newBuilder()
            .setWorkflowId(SNAPSHOTS.scheduleId())
            .setTaskQueue("test")
            .build();
    return environment
        .getWorkflowClient()
        .newWorkflowStub(PeriodicSnapshotWorkflow.class, options)
        .run(SNAPSHOTS);
  }
}
