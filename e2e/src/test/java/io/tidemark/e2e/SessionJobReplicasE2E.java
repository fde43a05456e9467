package io.tidemark.e2e;

import static io.tidemark.dev.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.dev.TidemarkServer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two replicas of Tidemark work for the same session jobs. */
class SessionJobReplicasE2E {
  private static final long COUNTED = 5;

  @RegisterExtension static final Story story = Story.in("job-replicas").standalone();

  private static TidemarkServer first;
  private static SessionJobs jobs;

  @BeforeAll
  static void start() {
    first = serve("job-replica-1");
    jobs =
        new SessionJobs(story.stack(), story.stack().flink(), story.snapshots(), story.namespace());
  }

  @Test
  @DisplayName(
      "U4 S2 a replica that is frozen before its submission starts nothing when it wakes up later")
  void frozenBeforeTheSubmission() {
    var name = "fenced";
    var job = CountingSessionJob.named(story, name, name);
    story.snapshots().apply(job.yaml("name=" + name, "recordsPerSecond=10"));
    var original = SessionJobs.jobId(jobs.await(name, "STABLE"));
    jobs.awaitCount(original, COUNTED);
    var once = new AtomicBoolean();
    var late =
        story
            .shared()
            .proxy()
            .holdRequests(call -> submits(call, name) && once.compareAndSet(false, true));
    try (var running = RunningJobs.of(story.stack().flink())) {
      story.snapshots().apply(job.yaml("name=" + name, "recordsPerSecond=11"));
      late.awaitReached();
      first.process().pause();
      serve("job-replica-2");
      var second = SessionJobs.jobId(jobs.await(name, "STABLE"));
      var third = upgraded(job, name, 12);
      var sent = submissions(name);

      late.release();
      await("the late submission").until(() -> submissions(name).size() > sent.size());
      first.process().resume();
      var last = upgraded(job, name, 13);

      assertThat(List.of(original, second, third, last)).doesNotHaveDuplicates();
      assertThat(jobs.running(name)).containsExactly(last);
      assertThat(jobs.state(second)).isEqualTo("FINISHED");
      assertThat(jobs.awaitRestoredCount(last)).isEqualTo(jobs.awaitCount(third, COUNTED));
      assertThat(Story.savepoints(story.directory(name))).hasSize(3);
      assertThat(
              story.snapshots().labelled("snapshot.trigger-type", "UPGRADE").stream()
                  .map(Snapshot::path)
                  .distinct())
          .hasSize(3);
      assertThat(running.doubled()).doesNotContainKey(name);
    }
    jobs.delete(name);
  }

  /** Changes the arguments, and returns the id of the job that runs with them. */
  private static String upgraded(CountingSessionJob job, String name, int recordsPerSecond) {
    story.snapshots().apply(job.yaml("name=" + name, "recordsPerSecond=" + recordsPerSecond));
    return SessionJobs.jobId(jobs.await(name, "STABLE"));
  }

  private static boolean submits(Call call, String cluster) {
    return call.isFor(story.namespace(), cluster)
        && call.method().equals("POST")
        && call.path().endsWith("/run");
  }

  private static List<Call> submissions(String cluster) {
    return story.shared().proxy().calls(story.namespace()).stream()
        .filter(call -> submits(call, cluster))
        .toList();
  }

  private static TidemarkServer serve(String name) {
    var account = story.stack().kubernetes().serviceAccountKubeconfig("tidemark", "standalone");
    return story.serve(
        name, Map.of("TIDEMARK_MODE", "standalone", "KUBECONFIG", account.toString()));
  }
}
