package io.tidemark.kubernetes.bridge;

import static java.util.Objects.requireNonNull;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A task that runs again later whatever it throws: the failure is logged, and ends neither later
 * runs nor the thread (W1).
 *
 * @param name what the task does, as the object of "failed to"
 * @param task the task
 */
public record RepeatedTask(String name, Runnable task) implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(RepeatedTask.class);

  public RepeatedTask {
    requireNonNull(name, "name is null");
    requireNonNull(task, "task is null");
  }

  @Override
  public void run() {
    try {
      task.run();
    } catch (RuntimeException | Error failed) {
      log.warn("Failed to {}; the next sweep will retry: {}", name, failed.toString());
      log.debug("Failed to {}", name, failed);
    }
  }
}
