package io.tidemark.flink;

import static io.tidemark.flink.FlinkActivitiesFixture.runningSince;
import static io.tidemark.flink.FlinkBodies.ACCEPTED;
import static io.tidemark.flink.FlinkBodies.IN_PROGRESS;
import static io.tidemark.flink.FlinkBodies.TRIGGER;
import static io.tidemark.flink.FlinkBodies.answer;
import static io.tidemark.flink.FlinkBodies.reply;
import static io.tidemark.flink.FlinkBodies.unknownTrigger;
import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import io.tidemark.workflow.flink.FlinkActivities;
import io.tidemark.workflow.flink.SnapshotTrigger;
import io.tidemark.workflow.flink.SnapshotTrigger.Mode;
import io.tidemark.workflow.flink.TriggerResult;
import java.time.Duration;
import mockwebserver3.SocketEffect;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The trigger under Temporal's own retries, which number the tries of the activity. */
@Timeout(60)
class RepeatedTriggerTest {
  private static final String QUEUE = "triggers";

  private final FlinkActivitiesFixture flink = new FlinkActivitiesFixture();
  private final TestWorkflowEnvironment temporal = TestWorkflowEnvironment.newInstance();

  /** Triggers, and leaves all retries to Temporal. */
  @WorkflowInterface
  public interface Triggering {
    /** The activity's result. */
    @WorkflowMethod
    TriggerResult trigger(SnapshotTrigger trigger);
  }

  /** Calls the one activity. */
  public static final class TriggeringImpl implements Triggering {
    private final FlinkActivities activities =
        Workflow.newActivityStub(
            FlinkActivities.class,
            ActivityOptions.newBuilder().setStartToCloseTimeout(Duration.ofMinutes(1)).build());

    @Override
    public TriggerResult trigger(SnapshotTrigger trigger) {
      return activities.trigger(trigger);
    }
  }

  @BeforeEach
  void start() {
    var worker = temporal.newWorker(QUEUE);
    worker.registerWorkflowImplementationTypes(TriggeringImpl.class);
    worker.registerActivitiesImplementations(
        flink.implementation(new OkHttpClient(), FlinkActivitiesFixture.TIMINGS));
    temporal.start();
  }

  @AfterEach
  void close() {
    temporal.close();
    flink.close();
  }

  @Test
  @DisplayName("R9 a trigger whose reply was dropped is asked for, not sent again")
  void asksAfterADroppedReply() {
    flink.enqueue(
        answer(200, runningSince(Duration.ofHours(1))),
        reply(202, ACCEPTED).onResponseStart(new SocketEffect.CloseSocket()).build(),
        answer(200, IN_PROGRESS));

    assertThat(triggerFirst().status()).isEqualTo(TriggerResult.Status.TRIGGERED);
    assertThat(flink.requests())
        .containsExactly("GET overview", "POST savepoints", "GET " + TRIGGER);
  }

  @Test
  @DisplayName("R9 a trigger that never reached Flink is asked for, then sent")
  void sendsAfterADroppedRequest() {
    flink.enqueue(
        answer(200, runningSince(Duration.ofHours(1))),
        reply(202, "").onRequestStart(new SocketEffect.CloseSocket()).build(),
        answer(404, unknownTrigger("savepoint")),
        answer(200, runningSince(Duration.ofHours(1))),
        answer(202, ACCEPTED));

    assertThat(triggerFirst().status()).isEqualTo(TriggerResult.Status.TRIGGERED);
    assertThat(flink.requests()).endsWith("GET " + TRIGGER, "GET overview", "POST savepoints");
  }

  private TriggerResult triggerFirst() {
    var options = WorkflowOptions.newBuilder().setTaskQueue(QUEUE).build();
    return temporal
        .getWorkflowClient()
        .newWorkflowStub(Triggering.class, options)
        .trigger(flink.savepoint(Mode.FIRST));
  }
}
