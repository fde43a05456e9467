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
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Dispatches changes of jobs to the followers, with one thread for each, so that neither informers
 * nor other followers wait for one.
 */
final class JobFollowerDispatcher implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(JobFollowerDispatcher.class);

  private final Map<JobFollower, ExecutorService> followers;

  JobFollowerDispatcher(List<JobFollower> followers) {
    this.followers =
        followers.stream()
            .collect(
                toUnmodifiableMap(identity(), follower -> Executors.newSingleThreadExecutor()));
  }

  void changed(JobResource job) {
    dispatch(follower -> follower.changed(job));
  }

  void gone(JobResource last) {
    dispatch(follower -> follower.gone(last));
  }

  /** Sweeps the jobs as they are when a follower gets to it, so that no later change is older. */
  void sweep(Supplier<List<JobResource>> all) {
    dispatch(follower -> follower.sweep(all.get()));
  }

  @Override
  public void close() {
    followers.values().forEach(ExecutorService::shutdownNow);
    followers.keySet().forEach(JobFollower::close);
  }

  private void dispatch(Consumer<JobFollower> call) {
    followers.forEach((follower, thread) -> submit(thread, () -> call.accept(follower)));
  }

  private static void submit(ExecutorService thread, Runnable call) {
    try {
      thread.execute(new IsolatedTask("handle a change of a job", call));
    } catch (RejectedExecutionException closing) {
      log.debug("The bridge is closing", closing);
    }
  }
}
