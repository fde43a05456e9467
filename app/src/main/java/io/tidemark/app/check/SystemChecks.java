package io.tidemark.app.check;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.stream.Stream;

/**
 * Checks all requirements of Tidemark in its environment.
 *
 * @param temporal the checks of Temporal
 * @param kubernetes the checks of Kubernetes
 * @param taskQueue the check of both together
 */
public record SystemChecks(
    TemporalChecks temporal, KubernetesChecks kubernetes, TaskQueueCheck taskQueue) {
  public SystemChecks {
    requireNonNull(temporal, "temporal is null");
    requireNonNull(kubernetes, "kubernetes is null");
    requireNonNull(taskQueue, "taskQueue is null");
  }

  /** Returns the results of all checks; the task queue is checked if nothing else is missing. */
  public List<CheckResult> run() {
    var results = Stream.concat(temporal.run().stream(), kubernetes.run().stream()).toList();
    return results.stream().anyMatch(CheckResult::missing)
        ? results
        : Stream.concat(results.stream(), Stream.of(taskQueue.run())).toList();
  }
}
