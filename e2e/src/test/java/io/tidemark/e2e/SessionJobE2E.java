package io.tidemark.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Session jobs without the Flink operator: start, upgrade, suspend, resume and end. */
class SessionJobE2E {
  private static final String JOB =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkSessionJob
      metadata: {name: %1$s}
      spec:
        deploymentName: session
        job:
          jarURI: %2$s
          args: ["name=%1$s"]
          parallelism: 1
          upgradeMode: savepoint
          state: %3$s
      """;

  /** The session job example of the Flink operator, but for the address of its jar. */
  private static final String EXAMPLE =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkDeployment
      metadata:
        name: basic-session-deployment-only-example
      spec:
        image: flink:1.20
        flinkVersion: v1_20
        jobManager:
          resource:
            memory: "2048m"
            cpu: 1
        taskManager:
          resource:
            memory: "2048m"
            cpu: 1
        serviceAccount: flink
      ---
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkSessionJob
      metadata:
        name: basic-session-job-only-example
      spec:
        deploymentName: basic-session-deployment-only-example
        job:
          jarURI: %s
          parallelism: 4
          upgradeMode: stateless
      """;

  private static final String SAVEPOINT =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkStateSnapshot
      metadata: {name: of-original}
      spec:
        jobReference: {kind: FlinkSessionJob, name: original}
        savepoint: {}
      """;

  @RegisterExtension static final Story story = Story.in("jobs").standalone();

  private static SessionJobs jobs;

  @BeforeAll
  static void serve() {
    var account = story.stack().kubernetes().serviceAccountKubeconfig("tidemark", "standalone");
    story.serve("jobs", Map.of("TIDEMARK_MODE", "standalone", "KUBECONFIG", account.toString()));
    jobs = new SessionJobs(story.stack(), story.stack().flink(), story.snapshots(), "jobs");
    jobs.createCluster("session");
  }

  @Test
  @DisplayName("U2 U4 U9 a job starts, and ends with its resource")
  void startsAndEnds() {
    apply("first", "running");
    var started = jobs.await("first", "STABLE");
    var id = SessionJobs.jobId(started);

    jobs.delete("first");

    assertThat(started.at("/status/jobStatus/state").asText()).isEqualTo("RUNNING");
    assertThat(started.at("/metadata/finalizers").toString()).contains("tidemark.io/session-job");
    assertThat(started.at("/status/error").asText()).isEmpty();
    assertThat(submissions().filter(body -> body.contains(id))).hasSize(1);
    assertThat(jobs.state(id)).isEqualTo("CANCELED");
    assertThat(jars()).noneMatch(jar -> jar.contains(id));
  }

  @Test
  @DisplayName("U1 U6 U8 a changed spec continues from the state, with one UPGRADE snapshot")
  void upgrades() {
    apply("upgraded", "running");
    var first = SessionJobs.jobId(jobs.await("upgraded", "STABLE"));
    var counted = jobs.awaitCount(first, 20);

    jobs.patchJob("upgraded", "{\"args\":[\"name=upgraded\",\"recordsPerSecond=20\"]}");
    var changed = jobs.await("upgraded", "STABLE");

    var second = SessionJobs.jobId(changed);
    assertThat(second).isNotEqualTo(first);
    assertThat(jobs.state(first)).isEqualTo("FINISHED");
    assertThat(jobs.awaitRestoredCount(second)).isGreaterThanOrEqualTo(counted);
    assertThat(jobs.running("upgraded")).containsExactly(second);
    var snapshots =
        story.snapshots().labelled("snapshot.trigger-type", "UPGRADE").stream()
            .filter(
                snapshot ->
                    snapshot
                        .json()
                        .at("/metadata/name")
                        .asText()
                        .startsWith("upgraded-savepoint-upgrade-"))
            .toList();
    assertThat(snapshots).hasSize(1);
    assertThat(snapshots.get(0).path()).isEqualTo(SessionJobs.savepoint(changed));
    jobs.delete("upgraded");
  }

  @Test
  @DisplayName("U2 U6 U9 the Flink operator's example runs, changes, is suspended and resumed")
  void example() {
    var name = "basic-session-job-only-example";
    story.snapshots().apply(EXAMPLE.formatted(story.stack().jars().countingJob(1)));
    var first = SessionJobs.jobId(jobs.await(name, "STABLE"));

    jobs.patchJob(name, "{\"parallelism\":2}");
    var second = SessionJobs.jobId(jobs.await(name, "STABLE"));
    jobs.patchJob(name, "{\"state\":\"suspended\"}");
    jobs.await(name, "SUSPENDED");
    jobs.patchJob(name, "{\"state\":\"running\"}");
    var third = SessionJobs.jobId(jobs.await(name, "STABLE"));
    jobs.delete(name);

    assertThat(List.of(first, second, third)).doesNotHaveDuplicates();
    assertThat(List.of(first, second, third))
        .allMatch(job -> jobs.state(job).equals("CANCELED"), "is CANCELED");
  }

  @Test
  @DisplayName("U2 U9 a job starts from the savepoint of a snapshot, also when it runs already")
  void initialSavepoint() {
    apply("original", "running");
    var original = SessionJobs.jobId(jobs.await("original", "STABLE"));
    var counted = jobs.awaitCount(original, 20);
    story.snapshots().apply(SAVEPOINT);
    var path = story.snapshots().await("of-original", "COMPLETED").path();

    jobs.patchJob(
        "original",
        "{\"initialSavepointPath\":\"%s\",\"savepointRedeployNonce\":1}".formatted(path));
    var redeployed = SessionJobs.jobId(jobs.await("original", "STABLE"));

    assertThat(redeployed).isNotEqualTo(original);
    assertThat(jobs.state(original)).isEqualTo("CANCELED");
    assertThat(jobs.awaitRestoredCount(redeployed)).isGreaterThanOrEqualTo(counted);
    jobs.delete("original");
    story.snapshots().delete("of-original");
  }

  @Test
  @DisplayName("U9 a suspended job resumes from its state")
  void suspendsAndResumes() {
    apply("paused", "running");
    var first = SessionJobs.jobId(jobs.await("paused", "STABLE"));
    var counted = jobs.awaitCount(first, 20);

    jobs.patchJob("paused", "{\"state\":\"suspended\"}");
    var suspended = jobs.await("paused", "SUSPENDED");
    jobs.patchJob("paused", "{\"state\":\"running\"}");
    var resumed = SessionJobs.jobId(jobs.await("paused", "STABLE"));

    assertThat(jobs.state(first)).isEqualTo("FINISHED");
    assertThat(SessionJobs.savepoint(suspended)).isNotEmpty();
    assertThat(resumed).isNotEqualTo(first);
    assertThat(jobs.awaitRestoredCount(resumed)).isGreaterThanOrEqualTo(counted);
    jobs.delete("paused");
  }

  @Test
  @DisplayName("U2 a job that is suspended at first sight is not started")
  void suspendedAtFirst() {
    apply("waiting", "suspended");

    var created = jobs.await("waiting", "CREATED", it -> lifecycle(it).equals("CREATED"));

    assertThat(SessionJobs.jobId(created)).isEmpty();
    assertThat(jobs.running("waiting")).isEmpty();
    jobs.delete("waiting");
  }

  @Test
  @DisplayName("U7 U11 a program that cannot start leaves the running job alone")
  void refusedProgram() {
    apply("careful", "running");
    var first = SessionJobs.jobId(jobs.await("careful", "STABLE"));

    jobs.patchJob("careful", "{\"args\":[\"name=careful\",\"mainThrows=no such topic\"]}");
    var refusal = jobs.awaitEvent("careful", "UpgradeRefused");
    jobs.patchJob("careful", "{\"parallelism\":0}");
    var invalid = jobs.awaitEvent("careful", "ValidationError");

    assertThat(refusal).contains("no such topic");
    assertThat(invalid).contains("parallelism", "0");
    assertThat(jobs.running("careful")).containsExactly(first);
    jobs.delete("careful");
  }

  private static void apply(String name, String state) {
    story.snapshots().apply(JOB.formatted(name, story.stack().jars().countingJob(1), state));
  }

  private static String lifecycle(JsonNode job) {
    return job.at("/status/lifecycleState").asText();
  }

  private static Stream<String> submissions() {
    return story.shared().proxy().calls("jobs").stream()
        .filter(call -> call.method().equals("POST") && call.path().endsWith("/run"))
        .map(Call::body);
  }

  /** Returns the ids of the jars on the cluster, which contain the ids of their jobs. */
  private static List<String> jars() {
    return story.stack().flink().answer("/jars").path("files").findValuesAsText("id");
  }
}
