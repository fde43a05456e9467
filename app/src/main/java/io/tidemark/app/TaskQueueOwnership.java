package io.tidemark.app;

import static java.util.Objects.requireNonNull;

import io.temporal.worker.WorkerFactory;
import io.tidemark.app.check.CheckResult;
import io.tidemark.app.check.TaskQueueFinding;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the workers off a task queue that serves another Kubernetes cluster (S6). */
final class TaskQueueOwnership {
  private static final Logger log = LoggerFactory.getLogger(TaskQueueOwnership.class);

  private final Supplier<TaskQueueFinding> check;
  private final Runnable record;
  private final WorkerFactory workers;
  private volatile List<String> missing = List.of();

  /**
   * @param check checks which cluster the task queue serves; throws if Temporal does not answer
   * @param record records that it serves ours, if none is recorded
   * @param workers the workers of the task queue
   */
  TaskQueueOwnership(Supplier<TaskQueueFinding> check, Runnable record, WorkerFactory workers) {
    this.check = requireNonNull(check, "check is null");
    this.record = requireNonNull(record, "record is null");
    this.workers = requireNonNull(workers, "workers is null");
  }

  /**
   * Takes the task queue before a worker polls it. Of two clusters, the first one gets it.
   *
   * @throws IllegalStateException if it serves another cluster, or if no cluster could be recorded
   */
  void take() {
    record.run();
    var found = check.get();
    switch (found.state()) {
      case OURS, NOT_COMPARABLE -> {}
      case OTHER, UNRECORDED -> throw new IllegalStateException(found.result().toString());
    }
  }

  /**
   * Checks again: another cluster may have taken the queue after Temporal was wiped. Polling ends
   * until the queue is ours again; an answer that does not tell changes nothing. Does not throw.
   */
  void verify() {
    try {
      var found = check.get();
      switch (found.state()) {
        case OURS -> resume();
        case OTHER -> suspend(found.result());
        case UNRECORDED, NOT_COMPARABLE -> log.debug("Not changed: {}", found.result());
      }
    } catch (RuntimeException e) {
      log.debug("The next sweep will check the task queue again", e);
    }
  }

  private void resume() {
    if (!missing.isEmpty()) {
      workers.resumePolling();
      missing = List.of();
      log.info("The task queue serves this cluster again");
    }
  }

  private void suspend(CheckResult other) {
    if (missing.isEmpty()) {
      workers.suspendPolling();
      log.warn("Stopped working: {}", other);
    }
    missing = List.of(other.toString());
  }

  /** Returns what the last check found. */
  List<String> missing() {
    return missing;
  }
}
