package io.tidemark.kubernetes.bridge;

import io.tidemark.kubernetes.model.JobResource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes on what the bridge sees of jobs, on a thread of its own: informers must not wait. */
final class JobFollowing implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(JobFollowing.class);

  private final List<JobFollower> followers;
  private final ExecutorService calls = Executors.newSingleThreadExecutor();

  JobFollowing(List<JobFollower> followers) {
    this.followers = List.copyOf(followers);
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
    calls.shutdownNow();
  }

  private void each(Consumer<JobFollower> call) {
    followers.forEach(follower -> submit(() -> call.accept(follower)));
  }

  private void submit(Runnable call) {
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
