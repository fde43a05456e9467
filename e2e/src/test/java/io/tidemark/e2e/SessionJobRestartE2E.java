package io.tidemark.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.dev.DevStack;
import io.tidemark.dev.DevStackBuilder;
import io.tidemark.dev.FlinkRelease;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The JobManager of session jobs is killed, with high availability and without. */
class SessionJobRestartE2E {
  private static final String JOB =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkSessionJob
      metadata: {name: %1$s}
      spec:
        deploymentName: %2$s
        job:
          jarURI: %3$s
          args: ["name=%1$s"]
          upgradeMode: savepoint
          state: running
      """;

  @RegisterExtension static final Story story = Story.in("job-restarts").standalone();

  @BeforeAll
  static void serve() {
    var account = story.stack().kubernetes().serviceAccountKubeconfig("tidemark", "standalone");
    story.serve(
        "job-restarts", Map.of("TIDEMARK_MODE", "standalone", "KUBECONFIG", account.toString()));
  }

  @ParameterizedTest
  @EnumSource(FlinkRelease.class)
  @DisplayName(
      "U4 U5 U10 with high availability the job is the same, and is upgraded with its state")
  void highAvailability(FlinkRelease release) {
    var name = "available-" + word(release);
    try (var flink = cluster(DevStack.builder().flink(release).highAvailability(), name)) {
      var jobs = start(flink, name);
      var first = SessionJobs.jobId(jobs.await(name, "STABLE"));
      var counted = jobs.awaitCount(first, 20);

      flink.flink().process().restart();
      jobs.awaitState(first, "RUNNING");
      jobs.patchJob(name, "{\"args\":[\"name=%s\",\"recordsPerSecond=20\"]}".formatted(name));
      var second = SessionJobs.jobId(jobs.await(name, "STABLE"));

      assertThat(jobs.events(name, "JobLost")).isEmpty();
      assertThat(second).isNotEqualTo(first);
      assertThat(jobs.running(name)).containsExactly(second);
      assertThat(jobs.awaitRestoredCount(second)).isPositive();
      assertThat(counted).isGreaterThanOrEqualTo(20);
      jobs.delete(name);
    }
  }

  @ParameterizedTest
  @EnumSource(FlinkRelease.class)
  @DisplayName(
      "U6 U10 without high availability a lost job with state is held, and continues on request")
  void lost(FlinkRelease release) {
    var name = "lost-" + word(release);
    try (var flink = cluster(DevStack.builder().flink(release), name)) {
      var jobs = start(flink, name);
      var first = SessionJobs.jobId(jobs.await(name, "STABLE"));
      var counted = jobs.awaitCount(first, 20);
      jobs.patchJob(name, "{\"args\":[\"name=%s\",\"recordsPerSecond=20\"]}".formatted(name));
      var second = jobs.await(name, "STABLE");
      var savepoint = SessionJobs.savepoint(second);

      flink.flink().process().restart();
      var lost = jobs.awaitEvent(name, "JobLost");
      story.temporal().awaitListed("JobPhase='HELD' AND JobName='%s'".formatted(name));
      assertThat(jobs.running(name)).isEmpty();
      story.temporal().signal(jobs.workflowId(name), "useState", "\"" + savepoint + "\"");
      var third =
          SessionJobs.jobId(
              jobs.await(
                  name,
                  "another job",
                  job ->
                      job.at("/status/lifecycleState").asText().equals("STABLE")
                          && !SessionJobs.jobId(job).equals(SessionJobs.jobId(second))));

      assertThat(lost).contains(savepoint);
      assertThat(jobs.awaitRestoredCount(third)).isGreaterThanOrEqualTo(counted);
      jobs.delete(name);
    }
  }

  /** A cluster of its own, to which the requests for its FlinkDeployment go. */
  private static DevStack cluster(DevStackBuilder builder, String name) {
    var flink =
        builder
            .jobs(0)
            .flinkSetting("heartbeat.interval", "500")
            .flinkSetting("web.refresh-interval", "1000")
            .start();
    story.shared().proxy().route(story.namespace(), "cluster-" + name, flink.flink().restAddress());
    return flink;
  }

  private static SessionJobs start(DevStack flink, String name) {
    var jobs = new SessionJobs(story.stack(), flink.flink(), story.snapshots(), story.namespace());
    jobs.createCluster("cluster-" + name);
    story
        .snapshots()
        .apply(JOB.formatted(name, "cluster-" + name, story.stack().jars().countingJob(1)));
    return jobs;
  }

  private static String word(FlinkRelease release) {
    return release.name().toLowerCase(Locale.ROOT).replace("_", "-");
  }
}
