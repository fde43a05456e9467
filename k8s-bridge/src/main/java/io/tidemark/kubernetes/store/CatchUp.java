package io.tidemark.kubernetes.store;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.Watchable;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.model.JobSavepoints;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies the changes since a list to what was remembered of it, until it contains a version. A
 * watch reports changes in the order of their versions, so it has reported all of them up to that
 * version when it reports it, or a later one. Where nothing changes, it says so with a bookmark.
 */
final class CatchUp<T extends JobResource> implements Watcher<T> {
  private static final Logger log = LoggerFactory.getLogger(CatchUp.class);

  /**
   * The API server sends a bookmark two seconds before the end of a watch, so after one. A shorter
   * watch gets none.
   */
  private static final long WATCH_SECONDS = 3;

  /** The time for three watches: the client continues one that ends. */
  private static final long LIMIT_SECONDS = 10;

  private final Map<String, JobSavepoints> jobs;
  private final ResourceVersion target;
  private final CompletableFuture<ResourceVersion> reached = new CompletableFuture<>();

  /**
   * Prepares to apply changes.
   *
   * @param jobs the jobs by uid, which only this changes until the end
   * @param target the version to be reached
   */
  CatchUp(Map<String, JobSavepoints> jobs, ResourceVersion target) {
    this.jobs = requireNonNull(jobs, "jobs is null");
    this.target = requireNonNull(target, "target is null");
  }

  /**
   * Begins to watch, for some seconds.
   *
   * @param since the version whose changes the jobs contain
   */
  void begin(Watchable<T> resources, ResourceVersion since) {
    var options =
        new ListOptionsBuilder()
            .withResourceVersion(since.toString())
            .withTimeoutSeconds(WATCH_SECONDS)
            .withAllowWatchBookmarks(true)
            .build();
    var watch = resources.watch(options, this);
    var unused =
        reached
            .orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
            .whenComplete((version, doubt) -> watch.close());
  }

  /**
   * Waits for the end, and returns the version that the jobs contain then. It is empty if the
   * target was not reached: the jobs are then of no use.
   */
  Optional<ResourceVersion> await() {
    try {
      return Optional.of(reached.get());
    } catch (ExecutionException doubt) {
      log.debug("Failed to catch up with version {}; will list again", target, doubt);
      return Optional.empty();
    } catch (InterruptedException interrupted) {
      reached.cancel(false);
      Thread.currentThread().interrupt();
      throw KubernetesClientException.launderThrowable(interrupted);
    }
  }

  @Override
  public void eventReceived(Action action, T resource) {
    if (reached.isDone()) {
      return;
    }
    try {
      apply(action, resource);
    } catch (RuntimeException unexpected) {
      reached.completeExceptionally(unexpected);
    }
  }

  private void apply(Action action, T resource) {
    var metadata = resource.getMetadata();
    switch (action) {
      case ADDED, MODIFIED -> jobs.put(metadata.getUid(), JobSavepoints.of(resource).remembered());
      case DELETED -> jobs.remove(metadata.getUid());
      case BOOKMARK -> {}
      case ERROR -> throw new IllegalStateException("the watch reports an error");
    }
    var version = ResourceVersion.of(metadata.getResourceVersion()).orElseThrow();
    if (version.includes(target)) {
      reached.complete(version);
    }
  }

  /** Ends, such as with a 410 if the API server does not remember the changes any more. */
  @Override
  public void onClose(WatcherException cause) {
    reached.completeExceptionally(cause);
  }
}
