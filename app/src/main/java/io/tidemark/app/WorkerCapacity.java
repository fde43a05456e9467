package io.tidemark.app;

import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;

/**
 * How much one worker does at once.
 *
 * @param activities how many activities: each awaited snapshot is one of them, and one cached
 *     workflow
 * @param workflowTasks how many workflow tasks: each is a snapshot on the fast path
 * @param virtualThreads whether waiting costs no thread of the operating system, from Java 21 on
 */
record WorkerCapacity(int activities, int workflowTasks, boolean virtualThreads) {
  private static final int FIRST_WITH_VIRTUAL_THREADS = 21;

  /**
   * More at once end none of them sooner, since they share the processor, but each of them later:
   * past three seconds a step leaves the fast path, and then a snapshot costs three times as many
   * requests to Temporal. The rest waits there. Fewer would hold up snapshots that wait for Flink
   * and not for us.
   */
  private static final int WORKFLOW_TASKS_PER_PROCESSOR = 16;

  /** The SDK's own size of the workflow cache, which is not gone below. */
  private static final int SMALLEST_CACHE = 600;

  /** A workflow has its main thread and at times one more, for a signal. */
  private static final int THREADS_PER_WORKFLOW = 2;

  /** Bounds how late an activity learns that it is cancelled. */
  private static final Duration HEARTBEAT_THROTTLE = Duration.ofSeconds(3);

  /**
   * A process that its machine holds up for a second or two is no deadlock: a task failed for it
   * would be repeated from its beginning. What is stuck for good runs into the task's own limit.
   */
  private static final Duration DEADLOCK = Duration.ofSeconds(4);

  static WorkerCapacity ofThisMachine(int activities) {
    return new WorkerCapacity(
        activities,
        Runtime.getRuntime().availableProcessors() * WORKFLOW_TASKS_PER_PROCESSOR,
        Runtime.version().feature() >= FIRST_WITH_VIRTUAL_THREADS);
  }

  WorkerFactoryOptions.Builder factoryOptions() {
    var workflows = Math.max(activities, SMALLEST_CACHE);
    return WorkerFactoryOptions.newBuilder()
        .setWorkflowCacheSize(workflows)
        .setMaxWorkflowThreadCount(workflows * THREADS_PER_WORKFLOW)
        .setUsingVirtualWorkflowThreads(virtualThreads);
  }

  WorkerOptions workerOptions() {
    return WorkerOptions.newBuilder()
        .setMaxConcurrentActivityExecutionSize(activities)
        .setMaxConcurrentWorkflowTaskExecutionSize(workflowTasks)
        .setDefaultDeadlockDetectionTimeout(DEADLOCK.toMillis())
        .setMaxHeartbeatThrottleInterval(HEARTBEAT_THROTTLE)
        // Else a worker that stops goes on taking tasks until the last heartbeat is sent.
        .setAllowActivityHeartbeatDuringShutdown(true)
        .setUsingVirtualThreads(virtualThreads)
        .validateAndBuildWithDefaults();
  }
}
