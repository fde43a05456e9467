package io.tidemark.e2e;

import static io.tidemark.dev.Waits.await;
import static io.tidemark.e2e.LegacyJobs.history;
import static io.tidemark.e2e.LegacyJobs.nonces;
import static io.tidemark.e2e.LegacyJobs.savepoints;
import static io.tidemark.e2e.LegacyJobs.settled;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.dev.TidemarkServer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nonces and schedules of a Tidemark that creates no resources for them. */
class LegacyModeE2E {
  @RegisterExtension static final Story story = Story.in("legacy").standalone();

  private static ApiProxy kubernetes;
  private static TidemarkServer tidemark;
  private static LegacyJobs jobs;

  @BeforeAll
  static void start() {
    var server = story.stack().kubernetes();
    kubernetes = ApiProxy.before(server);
    var account = server.serviceAccountKubeconfig("tidemark", "standalone");
    tidemark =
        story.serve(
            "legacy",
            Map.of(
                "TIDEMARK_MODE",
                "standalone",
                "TIDEMARK_SNAPSHOT_RESOURCE_ENABLED",
                "false",
                "KUBECONFIG",
                kubernetes.kubeconfig(account).toString()));
    jobs = new LegacyJobs(server.client(), story.snapshots(), "legacy");
  }

  @AfterAll
  static void close() {
    kubernetes.close();
  }

  @Test
  @DisplayName(
      "L3 a nonce that changes while its predecessor is pending is served next: two savepoints")
  void nonceTwice() {
    deploy("orders");
    var hold = story.holdTriggers("orders");
    jobs.changeNonce("orders", "savepoint", 5);
    hold.awaitReached();
    var pending = savepoints(jobs.get("orders"));

    jobs.changeNonce("orders", "savepoint", 6);
    hold.release();

    var job = jobs.awaitSettled("orders", 2);
    assertThat(pending.path("triggerId").asText()).matches("[0-9a-f]{32}");
    assertThat(pending.path("triggerType").asText()).isEqualTo("MANUAL");
    assertThat(nonces(job)).containsExactly(5, 6);
    assertThat(savepoints(job).path("lastSavepoint")).isEqualTo(history(job).get(1));
    assertThat(savepoints(job).has("triggerId")).isFalse();
    assertThat(reconciled(job)).contains("\"savepointTriggerNonce\":6");
    assertThat(story.triggers("orders")).hasSize(2);
    assertThat(resources("orders")).isEmpty();
  }

  @Test
  @DisplayName(
      "L2 L4 a checkpoint by nonce is recorded without a location, by a workflow of its own id")
  void checkpoint() {
    deploy("points");

    jobs.changeNonce("points", "checkpoint", 7);

    var job = jobs.await("points", "a checkpoint", it -> settled(it, "checkpoint"));
    var last = job.at("/status/jobStatus/checkpointInfo/lastCheckpoint");
    assertThat(last.path("triggerNonce").asInt()).isEqualTo(7);
    assertThat(last.path("formatType").asText()).isEqualTo("FULL");
    assertThat(last.has("location")).isFalse();
    var uid = job.at("/metadata/uid").asText().substring(0, 8);
    var workflow = "legacy-snapshot/legacy/FlinkDeployment/points/" + uid + "/checkpoint";
    story.temporal().awaitListed("WorkflowId='%s'".formatted(workflow));
    assertThat(resources("points")).isEmpty();
  }

  @ParameterizedTest(name = "L2 S1 kill -9 {0}")
  @DisplayName("L2 S1 kill -9 at any step of a legacy savepoint: one savepoint, one entry")
  @EnumSource
  void killed(Step step) {
    var name = "killed-" + step.name().toLowerCase(Locale.ROOT);
    deploy(name);
    var hold = step.hold(kubernetes, name);
    jobs.changeNonce(name, "savepoint", 5);
    hold.awaitReached();

    tidemark.process().kill();
    hold.drop();
    tidemark.process().start();

    var job = jobs.awaitSettled(name, 1);
    assertThat(nonces(job)).containsExactly(5);
    assertThat(savepoints(job).has("triggerId")).isFalse();
    assertThat(story.triggers(name)).hasSize(1);
    assertThat(resources(name)).isEmpty();
  }

  @Test
  @DisplayName("L1 L2 a schedule in legacy mode: entries of type PERIODIC, and no resource")
  void periodic() {
    deploy("timed");

    story
        .snapshots()
        .kubectl("annotate", "flinkdep", "timed", "tidemark.io/periodic-savepoint=5 s");

    var job = jobs.await("timed", "two savepoints", it -> history(it).size() >= 2);
    story.snapshots().kubectl("annotate", "flinkdep", "timed", "tidemark.io/periodic-savepoint-");
    assertThat(history(job))
        .allSatisfy(
            entry -> {
              assertThat(entry.path("triggerType").asText()).isEqualTo("PERIODIC");
              assertThat(entry.has("triggerNonce")).isFalse();
            });
    assertThat(savepoints(job).path("lastPeriodicSavepointTimestamp").asLong()).isPositive();
    assertThat(resources("timed")).isEmpty();
  }

  @Test
  @DisplayName(
      "L1 the key on a job turns the mode off and on: a savepoint under way ends as it began")
  void switched() {
    deploy("switched");
    var hold = story.holdTriggers("switched");
    jobs.changeNonce("switched", "savepoint", 5);
    hold.awaitReached();

    jobs.resources("switched", true);
    hold.release();
    jobs.awaitSettled("switched", 1);
    var next = story.holdTriggers("switched");
    jobs.changeNonce("switched", "savepoint", 6);
    next.awaitReached();
    jobs.resources("switched", false);
    next.release();
    await("the resource")
        .until(
            () -> resources("switched"),
            found -> found.stream().anyMatch(it -> it.state().equals("COMPLETED")));
    jobs.changeNonce("switched", "savepoint", 7);

    var job = jobs.awaitSettled("switched", 2);
    assertThat(nonces(job)).containsExactly(5, 7);
    assertThat(resources("switched")).hasSize(1);
    assertThat(story.triggers("switched")).hasSize(3);
  }

  @Test
  @DisplayName(
      "L4 the deletion of the job ends the workflow, and an event names the data that is left")
  void deleted() {
    deploy("leaving");
    var hold = story.holdTriggers("leaving");
    jobs.changeNonce("leaving", "savepoint", 5);
    hold.awaitReached();

    story.snapshots().kubectl("delete", "flinkdep", "leaving");

    assertThat(story.snapshots().awaitEvent("leaving", "SavepointRetained").getMessage())
        .startsWith("The savepoint for savepointTriggerNonce 5: ");
    hold.release();
    story.temporal().awaitListed("JobName='leaving' AND ExecutionStatus='Running'", List::isEmpty);
  }

  private static void deploy(String name) {
    story.deploy(name);
    jobs.awaitSeen(name);
  }

  private static List<Snapshot> resources(String job) {
    return story.snapshots().labelled("job-reference.name", job);
  }

  private static String reconciled(JsonNode job) {
    return job.at("/status/reconciliationStatus/lastReconciledSpec").asText();
  }

  /** A step of a legacy savepoint, by the request that it is. */
  private enum Step {
    /** The job carries the request, and who wrote it does not know. */
    REQUEST,
    /** The attempt is recorded, and who wrote it does not know. */
    ATTEMPT,
    /** The fields of the status have not been written. */
    FIELDS,
    /** Flink has accepted the trigger, and its answer is lost. */
    TRIGGER,
    /** The result is not recorded. */
    RESULT,
    /** The result is recorded, and the history does not have it. */
    ENTRY,
    /** The history has it, and the record is not settled. */
    SETTLED;

    Hold hold(ApiProxy proxy, String job) {
      return switch (this) {
        case TRIGGER -> story.holdTriggers(job);
        case REQUEST, ATTEMPT -> proxy.holdAnswers(call -> is(call, job));
        case FIELDS, RESULT, ENTRY, SETTLED -> proxy.holdRequests(call -> is(call, job));
      };
    }

    private boolean is(Call call, String job) {
      var path = "/flinkdeployments/" + job;
      return switch (this) {
        case REQUEST -> patches(call, path, "\\\"settled\\\":false");
        case ATTEMPT -> patches(call, path, "tidemark.io/attempt");
        case FIELDS -> patches(call, path + "/status", "\"triggerId\":\"");
        case TRIGGER -> call.triggers();
        case RESULT -> patches(call, path, "COMPLETED");
        case ENTRY -> patches(call, path + "/status", "\"savepointHistory\":[{");
        case SETTLED -> patches(call, path, "\\\"settled\\\":true");
      };
    }

    private static boolean patches(Call call, String path, String text) {
      var target = call.path().replaceFirst("\\?.*", "");
      return call.method().equals("PATCH") && target.endsWith(path) && call.body().contains(text);
    }
  }
}
