package io.tidemark.app;

import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;

/**
 * The number of tasks that one worker runs at once.
 *
 * @param activities the number of activities; each awaited snapshot is one activity, and one cached
 *     workflow
 * @param workflowTasks the number of workflow tasks; each is a snapshot on the fast path
 * @param virtualThreads whether to wait on virtual threads, which Java has from 21 on
 */
record WorkerCapacity(int activities, int workflowTasks, boolean virtualThreads) {
  private static final int FIRST_WITH_VIRTUAL_THREADS = 21;

  /**
   * More tasks at once would finish none of them sooner, since they share the processor, but each
   * of them later: after three seconds a step leaves the fast path, and then a snapshot costs three
   * times as many requests to Temporal. Further tasks wait in Temporal. Fewer tasks at once would
   * delay snapshots that only wait for Flink.
   */
  private static final int WORKFLOW_TASKS_PER_PROCESSOR = 16;

  /** The SDK's default, and the lower limit here. */
  private static final int SMALLEST_CACHE = 600;

  /** A workflow has its main thread and sometimes one for a signal. */
  private static final int THREADS_PER_WORKFLOW = 2;

  /**
   * The time between two heartbeats of a poll: two of them fit into the time-out. An activity
   * learns at most this late that it is cancelled.
   */
  private static final Duration HEARTBEAT_THROTTLE = Duration.ofSeconds(25);

  /**
   * A process that gets no processor for a second or two is not deadlocked, and a task that failed
   * for it would be repeated from its beginning. A real deadlock ends by the task's time-out.
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
        // Otherwise a stopping worker takes tasks until it has sent the last heartbeat.
        .setAllowActivityHeartbeatDuringShutdown(true)
        .setUsingVirtualThreads(virtualThreads)
        .validateAndBuildWithDefaults();
  }
}
