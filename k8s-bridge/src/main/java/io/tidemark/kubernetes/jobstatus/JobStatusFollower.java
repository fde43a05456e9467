package io.tidemark.kubernetes.jobstatus;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.groupingBy;

import io.tidemark.kubernetes.bridge.IsolatedTask;
import io.tidemark.kubernetes.bridge.JobFollower;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.record.EventPublisher;
import io.tidemark.kubernetes.store.JobStore;
import io.tidemark.workflow.model.JobReference;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks each cluster at an interval for its jobs, and writes what has changed to the resources (M2).
 * Clusters are independent: each has at most one question under way, on a thread of its own, and
 * one that hangs delays no other.
 */
public final class JobStatusFollower implements JobFollower {
  private static final Logger log = LoggerFactory.getLogger(JobStatusFollower.class);

  private static final Duration REPORTS = Duration.ofMinutes(1);

  private final ClusterReader reader;
  private final InstantSource clock;
  private final Duration interval;
  private final JobStatusWriter writer;
  private final Consumer<JobResource> lost;
  private final Map<Key, JobResource> resources = new ConcurrentHashMap<>();

  /** When a job was reported as lost, by uid. */
  private final Map<String, Instant> reported = new ConcurrentHashMap<>();

  private final Map<Key, ClusterPoll> polls = new ConcurrentHashMap<>();
  private final ExecutorService questions =
      Executors.newCachedThreadPool(task -> new Thread(task, "job-status"));
  private final ScheduledExecutorService ticks =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "job-status-ticks"));
  private boolean started;

  private record Key(String kind, String namespace, String name) {
    static Key of(JobResource job) {
      var metadata = job.getMetadata();
      return new Key(job.getKind(), metadata.getNamespace(), metadata.getName());
    }

    static Key ofCluster(JobResource job, String cluster) {
      return new Key(JobReference.DEPLOYMENT, job.getMetadata().getNamespace(), cluster);
    }
  }

  /**
   * Creates a follower that starts to ask with the first sweep.
   *
   * @param reader asks the clusters
   * @param interval the time between two questions to a cluster
   * @param lost is called with a job that Tidemark has submitted, and that its cluster does not
   *     list, at once and then once a minute (U10), on the thread of that cluster's question
   */
  public JobStatusFollower(
      ClusterReader reader,
      JobStore jobs,
      EventPublisher events,
      InstantSource clock,
      Duration interval,
      Consumer<JobResource> lost) {
    this.reader = requireNonNull(reader, "reader is null");
    this.clock = requireNonNull(clock, "clock is null");
    this.interval = requireNonNull(interval, "interval is null");
    this.lost = requireNonNull(lost, "lost is null");
    this.writer = new JobStatusWriter(jobs, events, clock);
  }

  @Override
  public void changed(JobResource job) {
    resources.put(Key.of(job), job);
  }

  @Override
  public void gone(JobResource last) {
    resources.remove(Key.of(last));
    polls.remove(Key.of(last));
    reported.remove(last.getMetadata().getUid());
    writer.forget(last);
  }

  @Override
  public synchronized void sweep(List<JobResource> all) {
    var current = new HashSet<Key>();
    all.forEach(
        job -> {
          current.add(Key.of(job));
          changed(job);
        });
    resources.keySet().retainAll(current);
    polls.keySet().retainAll(current);
    if (!started) {
      started = true;
      var millis = interval.toMillis();
      var unused =
          ticks.scheduleAtFixedRate(
              new IsolatedTask("ask the clusters for their jobs", this::askAll),
              0,
              millis,
              TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void close() {
    ticks.shutdownNow();
    questions.shutdownNow();
  }

  /** Returns the clusters with jobs that no resource is about (M4). */
  public List<UnclaimedJobs> unclaimed() {
    return polls.entrySet().stream()
        .map(
            poll ->
                new UnclaimedJobs(
                    poll.getKey().namespace(), poll.getKey().name(), poll.getValue().unclaimed()))
        .filter(jobs -> jobs.count() > 0)
        .toList();
  }

  /** Asks the clusters one after another, spread over the interval. */
  private void askAll() {
    var byCluster =
        resources.values().stream()
            .filter(job -> job.clusterName().isPresent())
            .collect(groupingBy(job -> Key.ofCluster(job, job.clusterName().orElseThrow())));
    byCluster.values().removeIf(JobStatusFollower::notOurs);
    byCluster.keySet().retainAll(resources.keySet());
    var number = 0;
    for (var cluster : byCluster.entrySet()) {
      var delay = interval.toMillis() * number++ / byCluster.size();
      askLater(cluster.getKey(), cluster.getValue().stream().map(Key::of).toList(), delay);
    }
  }

  /** Returns whether the reference handles the cluster and all its jobs (M3). */
  private static boolean notOurs(List<JobResource> ofCluster) {
    return ofCluster.stream().allMatch(JobResource::handledByReference);
  }

  private void askLater(Key cluster, List<Key> itsJobs, long millis) {
    Runnable question = () -> ask(cluster, itsJobs);
    var unused = ticks.schedule(() -> inBackground(question), millis, TimeUnit.MILLISECONDS);
  }

  private void inBackground(Runnable question) {
    try {
      questions.execute(new IsolatedTask("learn the status of jobs", question));
    } catch (RejectedExecutionException closing) {
      log.debug("The follower is closing", closing);
    }
  }

  private void ask(Key key, List<Key> itsJobs) {
    var poll = polls.computeIfAbsent(key, any -> new ClusterPoll(reader, clock));
    if (!poll.begin()) {
      return;
    }
    try {
      var cluster = resources.get(key);
      if (cluster != null) {
        handle(itsJobs, poll, poll.look(cluster));
      }
    } finally {
      poll.end();
    }
  }

  /** Handles a look at the resources as they are by now; one that fails does not block others. */
  private void handle(List<Key> itsJobs, ClusterPoll poll, ClusterLook look) {
    var ofCluster =
        itsJobs.stream().flatMap(job -> Optional.ofNullable(resources.get(job)).stream()).toList();
    look.answer().ifPresent(jobs -> poll.unclaimed(UnclaimedJobs.of(ofCluster, jobs)));
    ofCluster.forEach(
        job ->
            new IsolatedTask("write the status of " + job.reference(), () -> handle(job, look))
                .run());
  }

  private void handle(JobResource job, ClusterLook look) {
    var plan = JobStatusPlanner.plan(job, look, clock.instant());
    if (!plan.lost() || plan.learnt().isPresent()) {
      writer.write(job, plan, look);
    }
    if (plan.lost()) {
      report(job);
    } else {
      reported.remove(job.getMetadata().getUid());
    }
  }

  private void report(JobResource job) {
    var now = clock.instant();
    var uid = job.getMetadata().getUid();
    var last = reported.get(uid);
    if (last == null || !now.isBefore(last.plus(REPORTS))) {
      reported.put(uid, now);
      lost.accept(job);
    }
  }
}
