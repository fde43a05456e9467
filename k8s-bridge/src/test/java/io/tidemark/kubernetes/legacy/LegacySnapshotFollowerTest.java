package io.tidemark.kubernetes.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.testing.TestWorkflowEnvironment;
import io.tidemark.kubernetes.bridge.SearchAttributeSupport;
import io.tidemark.kubernetes.bridge.WorkflowStubs;
import io.tidemark.kubernetes.fixture.ApiServer;
import io.tidemark.kubernetes.fixture.Attempts;
import io.tidemark.kubernetes.fixture.Jobs;
import io.tidemark.kubernetes.model.FlinkDeployment;
import io.tidemark.kubernetes.model.JobAnnotations;
import io.tidemark.kubernetes.model.SnapshotAnnotations;
import io.tidemark.kubernetes.record.EventPublisher;
import io.tidemark.kubernetes.store.JobStore;
import io.tidemark.workflow.model.KubernetesCluster;
import io.tidemark.workflow.model.SnapshotType;
import io.tidemark.workflow.resource.EventReason;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The events of jobs that are gone while a snapshot of theirs is under way. */
class LegacySnapshotFollowerTest {
  private final ApiServer api = new ApiServer();
  private final TestWorkflowEnvironment temporal = TestWorkflowEnvironment.newInstance();
  private final List<EventReason> events = new ArrayList<>();
  private final LegacySnapshotFollower follower =
      new LegacySnapshotFollower(
          new WorkflowStubs(
              temporal.getWorkflowClient(),
              "queue",
              new KubernetesCluster("one"),
              new SearchAttributeSupport()),
          new JobStore(api.client()),
          new EventPublisher(api.client(), Clock.systemUTC(), events::add));

  @AfterEach
  void close() {
    temporal.close();
    api.close();
  }

  @Test
  @DisplayName("L4 the savepoint of a deleted job is named, a checkpoint is not")
  void deleted() {
    follower.gone(job(SnapshotType.SAVEPOINT));
    follower.gone(job(SnapshotType.CHECKPOINT));

    assertThat(events).containsExactly(EventReason.SAVEPOINT_RETAINED);
  }

  @Test
  @DisplayName("L4 S8 a job whose namespace is not served any more was not deleted")
  void notServed() {
    var job = api.put(job(SnapshotType.SAVEPOINT));
    annotate(job, SnapshotType.SAVEPOINT);

    follower.gone(job);

    assertThat(events).isEmpty();
  }

  private static FlinkDeployment job(SnapshotType type) {
    var job = Jobs.orders();
    if (job.getMetadata().getUid() == null) {
      job.getMetadata().setUid("uid-of-orders");
    }
    annotate(job, type);
    return job;
  }

  private static void annotate(FlinkDeployment job, SnapshotType type) {
    var record =
        LegacyRecord.requested(job.getMetadata().getUid(), Instant.ofEpochMilli(1000), 5L, null)
            .withAnnotations(Map.of(SnapshotAnnotations.ATTEMPT, Attempts.attempt(1).annotation()));
    var annotations = new HashMap<String, String>();
    annotations.put(JobAnnotations.legacySnapshot(type), record.json());
    job.getMetadata().setAnnotations(annotations);
  }
}
