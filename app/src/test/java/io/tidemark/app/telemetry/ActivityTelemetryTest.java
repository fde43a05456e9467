package io.tidemark.app.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestActivityEnvironment;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import io.tidemark.workflow.resource.StatusChange;
import io.tidemark.workflow.resource.StatusChangeResult;
import io.tidemark.workflow.resource.StatusChangeResult.Verdict;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ActivityTelemetryTest {
  private static final Logger LOG = (Logger) LoggerFactory.getLogger(ActivityTelemetry.class);

  private static final int TRIES = 2;
  private static final ActivityOptions OPTIONS =
      ActivityOptions.newBuilder()
          .setStartToCloseTimeout(Duration.ofSeconds(30))
          .setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(TRIES).build())
          .build();

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final TestActivityEnvironment environment =
      TestActivityEnvironment.newInstance(options());

  @BeforeEach
  void listen() {
    lines.start();
    LOG.setLevel(Level.INFO);
    LOG.addAppender(lines);
  }

  @AfterEach
  void close() {
    LOG.setLevel(null);
    LOG.detachAppender(lines);
    environment.close();
  }

  @Test
  @DisplayName("S3 a change that was written is counted and logged, with the id of its workflow")
  void written() {
    record(() -> new StatusChangeResult(Verdict.APPLIED, "42", false));

    assertThat(lines.list)
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.getFormattedMessage()).startsWith("COMPLETED: ");
              assertThat(line.getMDCPropertyMap()).containsOnlyKeys("workflowId");
            });
    assertThat(completed()).isEqualTo(1);
  }

  @Test
  @DisplayName("R6 a change that came too late is neither counted nor logged")
  void superseded() {
    record(() -> new StatusChangeResult(Verdict.SUPERSEDED, "", false));

    assertThat(lines.list).isEmpty();
    assertThat(completed()).isZero();
  }

  @Test
  @DisplayName("R8 a failure is logged at its first try, unless the workflow reports it")
  void failures() {
    var tries = new AtomicInteger();
    assertThatThrownBy(() -> recordInWorkflow(() -> broken(tries))).isNotNull();
    assertThat(tries).hasValue(TRIES);
    assertThat(lines.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly(
            "Activity Record failed and will be retried: java.lang.IllegalStateException: broken");

    lines.list.clear();
    assertThatThrownBy(() -> record(ActivityTelemetryTest::unreachable)).isNotNull();
    assertThat(lines.list).isEmpty();
  }

  private void record(Supplier<StatusChangeResult> answer) {
    environment.registerActivitiesImplementations((Recording) change -> answer.get());
    var unused =
        environment.newActivityStub(Recording.class, OPTIONS).record(StatusChanges.completed());
  }

  /** As a workflow does, which tries again. */
  private void recordInWorkflow(Supplier<StatusChangeResult> answer) {
    try (var temporal = TestWorkflowEnvironment.newInstance(options())) {
      var worker = temporal.newWorker("telemetry");
      worker.registerWorkflowImplementationTypes(CallerImpl.class);
      worker.registerActivitiesImplementations((Recording) change -> answer.get());
      temporal.start();
      var started = WorkflowOptions.newBuilder().setTaskQueue("telemetry").build();
      temporal.getWorkflowClient().newWorkflowStub(Caller.class, started).run();
    }
  }

  private double completed() {
    return registry.get("tidemark.attempts").tag("outcome", "completed").counter().count();
  }

  private TestEnvironmentOptions options() {
    var telemetry = new ActivityTelemetry(new OutcomeMeters(registry));
    return TestEnvironmentOptions.newBuilder()
        .setWorkerFactoryOptions(
            WorkerFactoryOptions.newBuilder().setWorkerInterceptors(telemetry).build())
        .build();
  }

  private static StatusChangeResult broken(AtomicInteger tries) {
    tries.incrementAndGet();
    throw new IllegalStateException("broken");
  }

  private static StatusChangeResult unreachable() {
    throw ApplicationFailure.newFailure("no connection", "FLINK_UNREACHABLE");
  }

  /** One step of the real activities. */
  @ActivityInterface
  public interface Recording {
    StatusChangeResult record(StatusChange change);
  }

  /** A workflow of that step. */
  @WorkflowInterface
  public interface Caller {
    @WorkflowMethod
    void run();
  }

  public static final class CallerImpl implements Caller {
    @Override
    public void run() {
      var unused =
          Workflow.newActivityStub(Recording.class, OPTIONS).record(StatusChanges.completed());
    }
  }
}
