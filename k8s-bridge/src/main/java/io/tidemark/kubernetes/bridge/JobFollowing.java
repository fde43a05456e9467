package io.tidemark.kubernetes.bridge;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toUnmodifiableMap;

import io.tidemark.kubernetes.model.JobResource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes on what the bridge sees of jobs, to each follower on a thread of its own: neither
 * informers nor other followers wait for one.
 */
final class JobFollowing implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(JobFollowing.class);

  private final Map<JobFollower, ExecutorService> followers;

  JobFollowing(List<JobFollower> followers) {
    this.followers =
        followers.stream()
            .collect(toUnmodifiableMap(identity(), it -> Executors.newSingleThreadExecutor()));
  }

  void changed(JobResource job) {
    each(follower -> follower.changed(job));
  }

  void gone(JobResource last) {
    each(follower -> follower.gone(last));
  }

  void sweep(List<JobResource> all) {
    each(follower -> follower.sweep(all));
  }

  @Override
  public void close() {
    followers.values().forEach(ExecutorService::shutdownNow);
  }

  private void each(Consumer<JobFollower> call) {
    followers.forEach((follower, calls) -> submit(calls, () -> call.accept(follower)));
  }

  private static void submit(ExecutorService calls, Runnable call) {
    try {
      calls.execute(() -> perform(call));
    } catch (RejectedExecutionException closing) {
      log.debug("The bridge is closing", closing);
    }
  }

  private static void perform(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException failed) {
      log.warn(
          "A change of a job could not be acted on, and the next sweep will: {}",
          failed.toString());
      log.debug("It was not acted on because of this", failed);
    }
  }
}
