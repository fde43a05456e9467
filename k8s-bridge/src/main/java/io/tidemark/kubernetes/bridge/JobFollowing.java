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
 * Passes changes of jobs on to the followers, each on a thread of its own, so that neither
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
          "Failed to act on a change of a job; the next sweep will retry: {}", failed.toString());
      log.debug("Failed to act on a change of a job", failed);
    }
  }
}
