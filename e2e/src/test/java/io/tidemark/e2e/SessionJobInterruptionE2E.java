package io.tidemark.e2e;

import static io.tidemark.dev.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.dev.DevStack;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** People and Temporal interrupt the upgrade of a session job at the worst moment. */
class SessionJobInterruptionE2E {
  private static final long COUNTED = 5;

  @RegisterExtension static final Story story = Story.in("job-interruption").standalone();

  private static DevStack temporalStack;
  private static Temporal temporal;
  private static ApiProxy kubernetes;
  private static SessionJobs jobs;

  @BeforeAll
  static void start() {
    temporalStack = DevStack.builder().temporal().start();
    temporal = new Temporal(temporalStack.temporal());
    kubernetes = ApiProxy.before(story.stack().kubernetes());
    var account = story.stack().kubernetes().serviceAccountKubeconfig("tidemark", "standalone");
    story.serve(
        "job-interruption",
        Map.of(
            "TIDEMARK_MODE",
            "standalone",
            "TIDEMARK_SWEEP_INTERVAL",
            "1 s",
            "TEMPORAL_ADDRESS",
            temporal.server().address(),
            "KUBECONFIG",
            kubernetes.kubeconfig(account).toString()));
    jobs =
        new SessionJobs(story.stack(), story.stack().flink(), story.snapshots(), story.namespace());
  }

  @AfterAll
  static void close() {
    kubernetes.close();
    temporalStack.close();
  }

  @ParameterizedTest
  @EnumSource(
      value = JobCrashStep.class,
      names = {"STOP_SENT", "PATH_WRITTEN", "SUBMITTED"})
  @DisplayName("U5 the workflow is terminated in the middle of an upgrade: another run ends it")
  void terminated(JobCrashStep step) {
    var name = "terminated-" + step.word();
    var upgrade = Upgrade.begin(name);
    var hold = upgrade.holdAt(step);

    temporal.temporal("workflow", "terminate", "-w", jobs.workflowId(upgrade.name()));
    hold.release();

    upgrade.assertMadeOnce(2);
    upgrade.delete();
  }

  @ParameterizedTest
  @EnumSource(
      value = JobCrashStep.class,
      names = {"OLD_ENDED", "SUBMISSION"})
  @DisplayName("U5 Temporal is wiped in the middle of an upgrade: a new workflow ends it")
  void wiped(JobCrashStep step) {
    var upgrade = Upgrade.begin("wiped-" + step.word());
    var hold = upgrade.holdAt(step);

    temporal.server().wipe();
    hold.release();

    upgrade.assertMadeOnce(2);
    upgrade.delete();
  }

  @ParameterizedTest
  @EnumSource(
      value = JobCrashStep.class,
      names = {"STOP_SENT", "PATH_WRITTEN", "SUBMISSION"})
  @DisplayName("U5 a spec that is edited before the submission is the one that is submitted")
  void editedBefore(JobCrashStep step) {
    var upgrade = Upgrade.begin("edited-" + step.word());
    var hold = upgrade.holdAt(step);

    upgrade.apply(12);
    hold.release();

    upgrade.assertMadeOnce(3);
    assertThat(upgrade.submittedArguments())
        .anyMatch(body -> body.contains("Second=12"))
        .noneMatch(body -> body.contains("Second=11"));
    upgrade.delete();
  }

  @Test
  @DisplayName("U5 a spec that is edited while its predecessor is submitted leads to a second stop")
  void editedAfter() {
    var upgrade = Upgrade.begin("edited-late");
    var hold = upgrade.holdAt(JobCrashStep.SUBMITTED);

    upgrade.apply(12);
    hold.release();

    var job = jobs.await(upgrade.name(), "STABLE");
    assertThat(jobs.running(upgrade.name())).containsExactly(SessionJobs.jobId(job));
    assertThat(jobs.awaitRestoredCount(SessionJobs.jobId(job))).isGreaterThanOrEqualTo(COUNTED);
    assertThat(Story.savepoints(story.directory(upgrade.name()))).hasSize(2);
    assertThat(upgrade.snapshots()).hasSize(2);
    upgrade.delete();
  }

  @Test
  @DisplayName("U5 U9 a job that is suspended while it is stopped stays so, and resumes")
  void suspendedMeanwhile() {
    var upgrade = Upgrade.begin("suspended");
    var hold = upgrade.holdAt(JobCrashStep.STOP_SENT);

    jobs.patchJob(upgrade.name(), "{\"state\":\"suspended\"}");
    hold.release();
    jobs.await(upgrade.name(), "SUSPENDED");
    assertThat(jobs.running(upgrade.name())).isEmpty();
    assertThat(upgrade.jars()).isEmpty();
    jobs.patchJob(upgrade.name(), "{\"state\":\"running\"}");

    upgrade.assertMadeOnce(4);
    upgrade.delete();
  }

  @ParameterizedTest
  @EnumSource(
      value = JobCrashStep.class,
      names = {"LOOK", "STOP_SENT", "PATH_WRITTEN", "SUBMISSION", "SUBMITTED", "JAR_DELETED"})
  @DisplayName("U9 a resource that is deleted in the middle of an upgrade leaves no job and no jar")
  void deleted(JobCrashStep step) {
    var upgrade = Upgrade.begin("deleted-" + step.word());
    var ids = Stream.of(1, 2, 3).map(upgrade::jobIdOf).toList();
    var hold = upgrade.holdAt(step);

    story.snapshots().kubectl("delete", "flinksessionjob", upgrade.name(), "--wait=false");
    hold.release();

    await(upgrade.name() + " is gone").until(() -> !jobs.exists(upgrade.name()));
    assertThat(jobs.running(upgrade.name())).isEmpty();
    assertThat(jarNames())
        .doesNotContainAnyElementsOf(ids.stream().map(it -> it + ".jar").toList());
  }

  @Test
  @DisplayName("U8 U9 savepoint-on-deletion: one stop, one savepoint, one UPGRADE snapshot")
  void savepointOnDeletion() {
    var name = "kept";
    var job =
        CountingSessionJob.named(story, name, name)
            .with("kubernetes.operator.job.savepoint-on-deletion", "true");
    story.snapshots().apply(job.yaml("name=" + name));
    var id = SessionJobs.jobId(jobs.await(name, "STABLE"));
    jobs.awaitCount(id, COUNTED);

    jobs.delete(name);

    assertThat(jobs.state(id)).isEqualTo("FINISHED");
    assertThat(Story.savepoints(job.savepoints())).hasSize(1);
    var snapshots = snapshotsOf(name);
    assertThat(snapshots).hasSize(1);
    story.snapshots().await(snapshots.get(0).json().at("/metadata/name").asText(), "COMPLETED");
  }

  private static List<Snapshot> snapshotsOf(String job) {
    return story.snapshots().labelled("snapshot.trigger-type", "UPGRADE").stream()
        .filter(
            it -> it.json().at("/metadata/name").asText().startsWith(job + "-savepoint-upgrade-"))
        .toList();
  }

  private static List<String> jarNames() {
    return story.stack().flink().answer("/jars").path("files").findValuesAsText("name");
  }

  /** An upgrade of a session job whose cluster's resource has a name of its own. */
  private record Upgrade(String cluster, String uid, String before) {

    static Upgrade begin(String cluster) {
      var name = cluster + "-0";
      story
          .snapshots()
          .apply(
              CountingSessionJob.named(story, name, cluster)
                  .yaml("name=" + name, "recordsPerSecond=10"));
      var job = jobs.await(name, "STABLE");
      jobs.awaitCount(SessionJobs.jobId(job), COUNTED);
      return new Upgrade(cluster, job.at("/metadata/uid").asText(), SessionJobs.jobId(job));
    }

    String name() {
      return cluster + "-0";
    }

    void apply(int recordsPerSecond) {
      story
          .snapshots()
          .apply(
              CountingSessionJob.named(story, name(), cluster)
                  .yaml("name=" + name(), "recordsPerSecond=" + recordsPerSecond));
    }

    /** Begins the upgrade, and waits until it is held at the step. */
    Hold holdAt(JobCrashStep step) {
      var hold = step.hold(story.shared().proxy(), kubernetes, story.namespace(), cluster);
      apply(11);
      hold.awaitReached();
      return hold;
    }

    /** Asserts that one job runs, from the state of the one before, after one stop. */
    void assertMadeOnce(long generation) {
      var job = jobs.await(name(), "STABLE");
      var current = SessionJobs.jobId(job);
      assertThat(job.at("/metadata/generation").asLong()).isEqualTo(generation);
      assertThat(current).isNotEqualTo(before);
      assertThat(jobs.running(name())).containsExactly(current);
      assertThat(jobs.awaitRestoredCount(current)).isEqualTo(jobs.awaitCount(before, COUNTED));
      assertThat(Story.savepoints(story.directory(name()))).hasSize(1);
      assertThat(snapshots()).extracting(Snapshot::path).containsExactly(savepoint(job));
      assertThat(jars()).isEmpty();
    }

    private static String savepoint(JsonNode job) {
      return SessionJobs.savepoint(job);
    }

    List<Snapshot> snapshots() {
      return snapshotsOf(name());
    }

    /** Returns the names of the jars of this resource that are on the cluster. */
    List<String> jars() {
      var own = Stream.of(1, 2, 3, 4).map(it -> jobIdOf(it) + ".jar").toList();
      return jarNames().stream().filter(own::contains).toList();
    }

    List<String> submittedArguments() {
      return story.shared().proxy().calls(story.namespace()).stream()
          .filter(call -> call.isFor(story.namespace(), cluster))
          .filter(call -> call.method().equals("POST") && call.path().endsWith("/run"))
          .map(Call::body)
          .toList();
    }

    String jobIdOf(int number) {
      return JobIds.of(uid, number);
    }

    void delete() {
      jobs.delete(name());
      assertThat(jobs.running(name())).isEmpty();
    }
  }
}
