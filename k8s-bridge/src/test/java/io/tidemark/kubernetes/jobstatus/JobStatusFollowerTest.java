package io.tidemark.kubernetes.jobstatus;

import static io.tidemark.kubernetes.fixture.Jobs.JOB_ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.kubernetes.fixture.ApiServer;
import io.tidemark.kubernetes.fixture.Jobs;
import io.tidemark.kubernetes.model.JobAnnotations;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.record.EventPublisher;
import io.tidemark.kubernetes.store.JobStore;
import io.tidemark.workflow.flink.FlinkJob;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class JobStatusFollowerTest {
  private static final String SESSION_JOB = "{deploymentName: %s, job: {state: running}}";

  private final ApiServer api = new ApiServer();
  private final Clusters clusters = new Clusters();
  private final List<JobResource> lost = new CopyOnWriteArrayList<>();
  private final JobStatusFollower follower =
      new JobStatusFollower(
          clusters,
          new JobStore(api.client()),
          new EventPublisher(api.client(), Clock.systemUTC(), reason -> {}),
          Clock.systemUTC(),
          Duration.ofMillis(20),
          lost::add);

  @AfterEach
  void close() {
    clusters.hang.countDown();
    follower.close();
    api.close();
  }

  @Test
  @DisplayName("M2 a cluster that hangs delays no other, and gets no second question")
  void hanging() {
    follower.sweep(List.of(put("hanging", "{}"), put("orders", "{job: {state: running}}")));

    await().until(() -> state("orders").filter("RUNNING"::equals).isPresent());
    var asked = clusters.asked("orders");
    await().until(() -> clusters.asked("orders") > asked + 5);

    assertThat(clusters.asked("hanging")).isEqualTo(1);
  }

  @Test
  @DisplayName(
      "M2 one question serves all jobs of a cluster, and version and revision are asked for once")
  void oneQuestion() {
    var jobs =
        List.of(
            put("session", "{}"),
            observed("first", "session"),
            observed("second", "session"),
            observed("third", "session"));

    follower.sweep(jobs);
    await().until(() -> clusters.asked("session") > 5);

    await()
        .until(
            () ->
                List.of("first", "second", "third").stream()
                    .allMatch(name -> sessionState(name).filter("RUNNING"::equals).isPresent()));
    assertThat(clusters.informed.get()).isEqualTo(1);
    assertThat(clusters.askedAtOnce.get()).isLessThanOrEqualTo(1);
  }

  @Test
  @DisplayName("M3 a cluster that the reference handles is asked for our session jobs only")
  void reference() {
    var referenced = Jobs.deployment("session", "{}", "{}");
    referenced.getMetadata().setFinalizers(List.of("flinkdeployments.flink.apache.org/finalizer"));
    var alone = Jobs.deployment("alone", "{}", "{}");
    alone.getMetadata().setFinalizers(List.of("flinkdeployments.flink.apache.org/finalizer"));

    follower.sweep(List.of(api.put(referenced), api.put(alone), observed("ours", "session")));

    await().until(() -> sessionState("ours").filter("RUNNING"::equals).isPresent());
    assertThat(clusters.asked("alone")).isZero();
  }

  @Test
  @DisplayName("M2 a lost job of Tidemark's own is reported, once in a while")
  void lost() {
    var submitted =
        Jobs.sessionJob(
            "etl",
            SESSION_JOB.formatted("session"),
            "{lifecycleState: STABLE, jobStatus: {state: RUNNING, jobId: other}}");

    follower.sweep(List.of(put("session", "{}"), api.put(submitted)));
    await().until(() -> clusters.asked("session") > 10);

    assertThat(lost).extracting(job -> job.getMetadata().getName()).containsExactly("etl");
    assertThat(follower.unclaimed())
        .containsExactly(
            new UnclaimedJobs(
                "flink", "session", List.of(new ListedJob(JOB_ID, "count", "RUNNING", 77))));
  }

  private JobResource put(String name, String spec) {
    return api.put(Jobs.deployment(name, spec, "{}"));
  }

  private JobResource observed(String name, String cluster) {
    var job = Jobs.sessionJob(name, SESSION_JOB.formatted(cluster), "{}");
    job.getMetadata().setAnnotations(Map.of(JobAnnotations.JOB_ID, JOB_ID));
    return api.put(job);
  }

  private Optional<String> state(String name) {
    return new JobStore(api.client())
        .read("flink", Jobs.deployment(name, "{}", "{}").reference())
        .flatMap(JobResource::state);
  }

  private Optional<String> sessionState(String name) {
    return new JobStore(api.client())
        .read("flink", Jobs.sessionJob(name, "{}", "{}").reference())
        .flatMap(JobResource::state);
  }

  /** Clusters that run one job each; the one called "hanging" never answers. */
  private static final class Clusters implements ClusterReader {
    private final CountDownLatch hang = new CountDownLatch(1);
    private final Map<String, Integer> questions = new ConcurrentHashMap<>();
    private final AtomicInteger informed = new AtomicInteger();
    private final AtomicInteger asking = new AtomicInteger();
    private final AtomicInteger askedAtOnce = new AtomicInteger();

    int asked(String cluster) {
      return questions.getOrDefault(cluster, 0);
    }

    @Override
    public List<ListedJob> jobs(FlinkJob cluster) {
      questions.merge(cluster.cluster(), 1, Integer::sum);
      askedAtOnce.accumulateAndGet(asking.incrementAndGet(), Math::max);
      try {
        if (cluster.cluster().equals("hanging")) {
          hang.await();
        }
        return List.of(new ListedJob(JOB_ID, "count", "RUNNING", 77));
      } catch (InterruptedException closing) {
        throw new IllegalStateException(closing);
      } finally {
        asking.decrementAndGet();
      }
    }

    @Override
    public Map<String, String> info(FlinkJob cluster) {
      informed.incrementAndGet();
      return Map.of("flink-version", "1.20.5");
    }
  }
}
