package io.tidemark.kubernetes.bridge;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.grpc.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A task whose failure ends neither its thread nor later runs: the failure is logged, and a later
 * run makes up for it (W1).
 *
 * @param name what the task does, as the object of "failed to"
 * @param task the task
 */
public record IsolatedTask(String name, Runnable task) implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(IsolatedTask.class);

  public IsolatedTask {
    requireNonNull(name, "name is null");
    requireNonNull(task, "task is null");
  }

  @Override
  public void run() {
    try {
      task.run();
    } catch (RuntimeException | Error failed) {
      if (comesFromServer(failed)) {
        log.warn("Failed to {}; a later run will retry: {}", name, failed.toString());
      } else {
        log.error("Failed to {}; a later run will retry", name, failed);
      }
    }
  }

  /** Returns whether the failure needs no stack trace: it is an outage, and no fault of ours. */
  private static boolean comesFromServer(Throwable failed) {
    return failed instanceof KubernetesClientException
        || Status.fromThrowable(failed).getCode() != Status.Code.UNKNOWN;
  }
}
