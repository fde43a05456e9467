package io.tidemark.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.dev.FlinkCluster;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Looks every 50 ms whether two jobs of one name run at once. */
final class RunningJobs implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofMillis(50);
  private static final Set<String> ENDED = Set.of("CANCELED", "FINISHED", "FAILED");

  private final FlinkCluster flink;
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private final ConcurrentMap<String, Set<String>> doubled = new ConcurrentHashMap<>();
  private final AtomicInteger looks = new AtomicInteger();

  private RunningJobs(FlinkCluster flink) {
    this.flink = flink;
  }

  /** Begins to look at all jobs of a cluster. */
  static RunningJobs of(FlinkCluster flink) {
    var jobs = new RunningJobs(flink);
    var unused =
        jobs.thread.scheduleAtFixedRate(jobs::look, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    return jobs;
  }

  /**
   * Returns the ids of jobs of one name that did not run one after the other, by their name. Fails
   * if no look has seen a job.
   */
  Map<String, Set<String>> doubled() {
    assertThat(looks).hasPositiveValue();
    return Map.copyOf(doubled);
  }

  /** Returns how often Flink has answered with jobs. */
  int looks() {
    return looks.get();
  }

  private void look() {
    try {
      var all = flink.answer("/jobs/overview").path("jobs");
      looks.addAndGet(all.isEmpty() ? 0 : 1);
      StreamSupport.stream(all.spliterator(), false)
          .filter(job -> !ENDED.contains(job.path("state").asText()))
          .collect(
              Collectors.groupingBy(
                  job -> job.path("name").asText(),
                  Collectors.mapping(
                      job -> job.path("jid").asText(), Collectors.toCollection(TreeSet::new))))
          .forEach(this::record);
    } catch (RuntimeException away) {
      return; // A JobManager that was killed is asked again.
    }
  }

  private void record(String name, Set<String> ids) {
    if (ids.size() > 1) {
      doubled.put(name, ids);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
