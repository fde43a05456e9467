package io.tidemark.app.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.temporal.client.WorkflowOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import io.tidemark.workflow.job.ChangeOutcome;
import io.tidemark.workflow.job.ChangeResult;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ChangeTelemetryTest {
  private static final Logger LOG = (Logger) LoggerFactory.getLogger(ChangeTelemetry.class);
  private static final String ID = "job/flink/orders/12345678";

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final TestWorkflowEnvironment temporal = TestWorkflowEnvironment.newInstance(options());

  @BeforeEach
  void start() {
    lines.start();
    LOG.setLevel(Level.INFO);
    LOG.addAppender(lines);
    temporal.newWorker("telemetry").registerWorkflowImplementationTypes(ChangeImpl.class);
    temporal.start();
  }

  @AfterEach
  void close() {
    LOG.setLevel(null);
    LOG.detachAppender(lines);
    temporal.close();
  }

  @Test
  @DisplayName("U5 a change is counted, timed and logged once, also if its end is replayed")
  void upgraded() {
    run(ChangeOutcome.UPGRADED, Duration.ofSeconds(12));
    var replayed = temporal.getWorkflowClient().newWorkflowStub(Change.class, ID).outcome();

    assertThat(replayed).isEqualTo("UPGRADED");
    assertThat(changes("upgraded")).isEqualTo(1);
    var downtime = registry.get("tidemark.job.downtime").timer();
    assertThat(downtime.count()).isEqualTo(1);
    assertThat(downtime.totalTime(TimeUnit.SECONDS)).isEqualTo(12);
    assertThat(lines.list)
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.getFormattedMessage()).isEqualTo("UPGRADED: as asked");
              assertThat(line.getLevel()).isEqualTo(Level.INFO);
              assertThat(line.getMDCPropertyMap())
                  .containsOnlyKeys("workflowId", "namespace", "name")
                  .containsEntry("name", "orders");
            });
  }

  @Test
  @DisplayName("U5 a rollback is a warning, and a run that found nothing to change is no change")
  void others() {
    run(ChangeOutcome.ROLLED_BACK, null);
    run(ChangeOutcome.UNCHANGED, null);
    run(ChangeOutcome.INVALID, null);
    run(ChangeOutcome.GONE, null);

    assertThat(changes("rolled_back")).isEqualTo(1);
    assertThat(registry.get("tidemark.job.downtime").timer().count()).isZero();
    assertThat(lines.list).extracting(ILoggingEvent::getLevel).containsExactly(Level.WARN);
    assertThat(registry.find("tidemark.job.changes").counters()).hasSize(7);
  }

  private void run(ChangeOutcome outcome, Duration downtime) {
    var options = WorkflowOptions.newBuilder().setWorkflowId(ID).setTaskQueue("telemetry").build();
    var result = new ChangeResult(outcome, null, "b", 7, null, downtime, "as asked");
    temporal.getWorkflowClient().newWorkflowStub(Change.class, options).run(result);
  }

  private double changes(String outcome) {
    return registry.get("tidemark.job.changes").tag("outcome", outcome).counter().count();
  }

  /** Keeps no workflow in a cache, so that a query replays. */
  private TestEnvironmentOptions options() {
    var telemetry = new ChangeTelemetry(new ChangeMeters(registry));
    return TestEnvironmentOptions.newBuilder()
        .setWorkerFactoryOptions(
            WorkerFactoryOptions.newBuilder()
                .setWorkflowCacheSize(0)
                .setWorkerInterceptors(telemetry)
                .build())
        .build();
  }

  /** A change that ends as the test says. */
  @WorkflowInterface
  public interface Change {
    @WorkflowMethod
    ChangeResult run(ChangeResult result);

    @QueryMethod
    String outcome();
  }

  public static final class ChangeImpl implements Change {
    private String outcome = "";

    @Override
    public ChangeResult run(ChangeResult result) {
      outcome = result.outcome().name();
      return result;
    }

    @Override
    public String outcome() {
      return outcome;
    }
  }
}
