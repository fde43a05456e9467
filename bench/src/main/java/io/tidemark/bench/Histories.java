package io.tidemark.bench;

import static org.awaitility.Awaitility.await;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionMetadata;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.tidemark.bench.Result.Events;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

/** The histories of snapshot workflows on the Temporal server. */
final class Histories implements AutoCloseable {
  private static final Duration END_LIMIT = Duration.ofSeconds(30);

  private final WorkflowServiceStubs service;
  private final WorkflowClient client;

  /**
   * @param address host and port
   */
  Histories(String address) {
    service =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(address).build());
    client = WorkflowClient.newInstance(service);
  }

  /** Of all runs that were started since then, once none is running any more. */
  Events since(Instant start) {
    await("the end of all workflows")
        .atMost(END_LIMIT)
        .until(() -> runs("ExecutionStatus = 'Running'").findAny().isEmpty());
    var lengths =
        runs("StartTime >= '" + start + "'")
            .mapToLong(WorkflowExecutionMetadata::getHistoryLength)
            .summaryStatistics();
    return new Events(lengths.getCount(), lengths.getSum(), lengths.getMax());
  }

  @Override
  public void close() {
    service.shutdownNow();
  }

  private Stream<WorkflowExecutionMetadata> runs(String which) {
    return client.listExecutions("WorkflowType = 'SnapshotWorkflow' AND " + which);
  }
}
