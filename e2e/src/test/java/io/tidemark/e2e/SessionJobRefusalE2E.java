package io.tidemark.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.dev.DevStack;
import io.tidemark.dev.FlinkRelease;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Flink refuses the upgrade of a running job: it runs on, or is back from its own state. The plan
 * is not checked before, so that Flink refuses at the start.
 */
@ParameterizedClass(name = "Flink {0}, high availability: {1}")
@CsvSource({"V1_20, false", "V1_20, true", "V2_3, false", "V2_3, true"})
class SessionJobRefusalE2E {
  private static final long COUNTED = 5;

  @RegisterExtension static final Story story = Story.in("job-refusal").standalone();

  private static DevStack cluster;
  private static SessionJobs jobs;

  /** Part of each name: events of a job of the same name would count. */
  private static String suffix;

  @Parameter(0)
  private FlinkRelease release;

  @Parameter(1)
  private boolean highAvailability;

  @BeforeAll
  static void serve() {
    var account = story.stack().kubernetes().serviceAccountKubeconfig("tidemark", "standalone");
    story.serve(
        "job-refusal",
        Map.of(
            "TIDEMARK_MODE",
            "standalone",
            "TIDEMARK_UPGRADE_PLAN_CHECK",
            "false",
            "KUBECONFIG",
            account.toString()));
  }

  @BeforeParameterizedClassInvocation
  static void start(FlinkRelease release, boolean highAvailability) {
    var builder = DevStack.builder().flink(release).jobs(0);
    cluster = (highAvailability ? builder.highAvailability() : builder).start();
    story.shared().proxy().route(story.namespace(), cluster.flink().restAddress());
    jobs = new SessionJobs(story.stack(), cluster.flink(), story.snapshots(), story.namespace());
    suffix =
        "-"
            + release.name().toLowerCase(Locale.ROOT).replace("_", "-")
            + (highAvailability ? "-ha" : "");
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    cluster.close();
  }

  @Test
  @DisplayName("U7 U11 an entry class that is not in the jar: the running job is not touched")
  void classMissing() {
    var name = "no-class" + suffix;
    var before = begin(name);

    jobs.patchJob(name, "{\"entryClass\":\"no.such.Main\"}");
    var event = jobs.awaitEvent(name, "JarInvalid");

    assertThat(event).contains("no.such.Main").doesNotContain("\n");
    assertThat(jobs.running(name)).containsExactly(before);
    assertThat(describe(name)).contains(event);
    jobs.delete(name);
  }

  @ParameterizedTest
  @CsvSource({
    "main-throws, mainThrows=no such topic, no such topic",
    "other-uid, uid=other, Cannot map checkpoint/savepoint state",
    "other-type, stateType=string, must not be incompatible with the old state serializer"
  })
  @DisplayName("U7 a start that Flink refuses is rolled back to the last stable spec and its state")
  void rolledBack(String refusal, String argument, String reason) {
    var name = refusal + suffix;
    var before = begin(name);

    story.snapshots().apply(job(name).yaml("name=" + name, argument));
    var rolledBack = jobs.await(name, "ROLLED_BACK");

    var current = SessionJobs.jobId(rolledBack);
    assertThat(current).isNotEqualTo(before);
    assertThat(jobs.running(name)).containsExactly(current);
    assertThat(jobs.awaitRestoredCount(current)).isEqualTo(jobs.awaitCount(before, COUNTED));
    assertThat(rolledBack.at("/status/error").asText()).contains(reason).doesNotContain("\n");
    assertThat(jobs.awaitEvent(name, "RolledBack")).contains(reason).doesNotContain("\n");
    assertThat(describe(name)).contains(reason);
    assertThat(Story.savepoints(story.directory(name))).hasSize(1);
    assertThat(jobs.events(name, "RolledBack")).hasSize(1);
    assertThat(jobs.events(name, "JobManagerWillNotRestart")).hasSize(leavesFile(refusal) ? 1 : 0);

    story.snapshots().apply(job(name).yaml("name=" + name, "recordsPerSecond=20"));
    var upgraded = jobs.await(name, "STABLE");
    assertThat(jobs.running(name)).containsExactly(SessionJobs.jobId(upgraded));
    assertThat(upgraded.at("/status/error").asText()).isEmpty();
    jobs.delete(name);
  }

  /** Flink 2.3 with high availability keeps the result of a job whose restore it has refused. */
  private boolean leavesFile(String refusal) {
    return refusal.equals("other-uid") && release == FlinkRelease.V2_3 && highAvailability;
  }

  private static String begin(String name) {
    story.snapshots().apply(job(name).yaml("name=" + name));
    var id = SessionJobs.jobId(jobs.await(name, "STABLE"));
    jobs.awaitCount(id, COUNTED);
    return id;
  }

  private static CountingSessionJob job(String name) {
    return CountingSessionJob.named(story, name, name)
        .with("kubernetes.operator.deployment.rollback.enabled", "true")
        .with("kubernetes.operator.deployment.readiness.timeout", "15 s");
  }

  private static String describe(String name) {
    return story.snapshots().kubectl("describe", "flinksessionjob", name);
  }
}
