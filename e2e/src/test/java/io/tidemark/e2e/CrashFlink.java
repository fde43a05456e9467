package io.tidemark.e2e;

import static io.tidemark.dev.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.dev.FlinkCluster;
import io.tidemark.dev.FlinkJob;
import io.tidemark.dev.FlinkJobOptions;
import java.time.Duration;
import java.util.List;

/**
 * The Flink of one strike: a real cluster with a job whose snapshots are quick and one whose
 * snapshots are held, and scripted clusters for what a real one cannot be brought to do.
 */
final class CrashFlink implements AutoCloseable {
  private final ScriptedFlink empty = new ScriptedFlink();
  private final ScriptedFlink hanging = new ScriptedFlink();
  private final Story story;
  private final FlinkCluster cluster;
  private final FlinkJob job;
  private final FlinkJob held;

  /**
   * @param story whose deployments lead here
   * @param name the job's name
   */
  CrashFlink(Story story, FlinkCluster cluster, String name) {
    this.story = story;
    this.cluster = cluster;
    var jobs = cluster.submit(List.of(quiet(name), quiet(name + "-held")));
    job = jobs.get(0);
    held = jobs.get(1);
    held.holdSnapshots();
    empty.script("GET /jobs/overview", 200, "{\"jobs\":[]}");
    hanging.script(HistoryScene.DISPOSAL, 200, HistoryScene.PENDING);
  }

  /** A FlinkDeployment of the job that a step needs. */
  void deploy(CrashStep step, String name) {
    if (step == CrashStep.WAITING) {
      story.shared().proxy().route(story.namespace(), name, empty.address());
    }
    story.deploy(name, step.takesLong() ? held : job);
  }

  /** From now on disposals for a FlinkDeployment never end. */
  void hangDisposals(String name) {
    story.shared().proxy().route(story.namespace(), name, hanging.address());
  }

  /** The job comes to a JobManager that did not have it; snapshots that are held continue. */
  void proceed(CrashStep step, String name) {
    if (step == CrashStep.WAITING) {
      story.shared().proxy().route(story.namespace(), name, cluster.restAddress());
    }
    held.healSnapshots();
  }

  /** Returns true if Flink still knows a savepoint by its trigger id. */
  boolean remembers(String triggerId) {
    return cluster.remembers(job, triggerId) || cluster.remembers(held, triggerId);
  }

  /** Each trigger was taken once, and nothing else; Flink's statistics are 3 s old. */
  void awaitCount(int triggers) {
    await("Flink's own count")
        .untilAsserted(
            () ->
                assertThat(cluster.completedSnapshots(job) + cluster.completedSnapshots(held))
                    .isEqualTo(triggers));
  }

  @Override
  public void close() {
    cluster.cancel(job);
    cluster.cancel(held);
    empty.close();
    hanging.close();
  }

  /** A job that takes no checkpoints of its own. */
  private static FlinkJobOptions quiet(String name) {
    return FlinkJobOptions.named(name).withCheckpointInterval(Duration.ofDays(1));
  }
}
