package io.tidemark.app;

import static java.util.Objects.requireNonNull;

import io.temporal.worker.WorkerFactory;
import io.tidemark.app.check.CheckResult;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the workers off a task queue that serves another Kubernetes cluster (S6). */
final class TaskQueueOwnership {
  private static final Logger log = LoggerFactory.getLogger(TaskQueueOwnership.class);

  private final Supplier<CheckResult> check;
  private final Runnable record;
  private final WorkerFactory workers;
  private volatile List<String> missing = List.of();

  /**
   * @param check checks which cluster the task queue serves
   * @param record records that it serves ours, if none is recorded
   * @param workers the workers of the task queue
   */
  TaskQueueOwnership(Supplier<CheckResult> check, Runnable record, WorkerFactory workers) {
    this.check = requireNonNull(check, "check is null");
    this.record = requireNonNull(record, "record is null");
    this.workers = requireNonNull(workers, "workers is null");
  }

  /**
   * Takes the task queue before a worker polls it. Of two clusters, the first one gets it.
   *
   * @throws IllegalStateException if it serves another cluster
   */
  void take() {
    record.run();
    var result = check.get();
    if (result.missing()) {
      throw new IllegalStateException(result.toString());
    }
  }

  /**
   * Checks again: another cluster may have taken the queue after Temporal was wiped. Polling ends
   * while it has. Does not throw.
   */
  void verify() {
    try {
      var result = check.get();
      var lost = result.missing() ? List.of(result.toString()) : List.<String>of();
      if (lost.isEmpty() && !missing.isEmpty()) {
        workers.resumePolling();
      } else if (!lost.isEmpty() && missing.isEmpty()) {
        workers.suspendPolling();
      }
      missing = lost;
    } catch (RuntimeException e) {
      log.debug("The next sweep will check the task queue again", e);
    }
  }

  /** Returns what the last check found. */
  List<String> missing() {
    return missing;
  }
}
