package io.tidemark.e2e;

import static io.tidemark.dev.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Event;
import io.tidemark.dev.FlinkResources;
import io.tidemark.e2e.ScriptedFlink.Mood;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Job and snapshots in one apply. The test plays the reference's deployment controller: it writes
 * the job id first, and the cluster and its job appear later.
 */
class JobStartE2E {
  private static final String SAVEPOINT =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkStateSnapshot
      metadata: {name: %1$s}
      spec:
        backoffLimit: %2$d
        jobReference: {kind: %3$s, name: %4$s}
        savepoint: {disposeOnDelete: false}
      ---
      """;

  @RegisterExtension static final Story story = Story.in("beginning");

  private static final ScriptedFlink flink = new ScriptedFlink();
  private static FlinkResources resources;

  @BeforeAll
  static void prepare() {
    story.shared().proxy().route(story.namespace(), flink.address());
    resources = story.stack().resources();
  }

  @AfterEach
  void behave() {
    flink.behave();
    flink.restart();
  }

  @AfterAll
  static void close() {
    flink.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"FlinkDeployment", "FlinkSessionJob"})
  @DisplayName("R9 R10 job and snapshots in one apply: one trigger each, and no word of a failure")
  void oneApply(String kind) {
    var job = kind.toLowerCase(Locale.ROOT);
    var names = List.of(job + "-once", job + "-ever");
    flink.script("GET /jobs/overview", 200, "{\"jobs\":[]}");

    story
        .snapshots()
        .apply(
            SAVEPOINT.formatted(names.get(0), 0, kind, job)
                + SAVEPOINT.formatted(names.get(1), -1, kind, job));
    awaitWaiting(names, "does not exist");
    flink.become(Mood.DROPPING);
    var before = calls();
    publish(kind, job, "RECONCILING");
    awaitWaiting(names, "is RECONCILING");
    assertThat(calls()).as("calls to a cluster that is not there").isEqualTo(before);
    flink.become(Mood.UNAVAILABLE);
    publish(kind, job, "RUNNING");
    awaitWaiting(names, "leader election");
    flink.become(Mood.ANSWERING);
    flink.runTasks(1);
    await("the job is looked for").until(() -> calls() > before + 10);
    flink.behave();

    for (var name : names) {
      var snapshot = story.snapshots().await(name, "COMPLETED");
      assertThat(snapshot.failures()).isZero();
      assertThat(snapshot.error()).isEmpty();
      assertThat(events(name)).noneMatch(event -> event.getType().equals("Warning"));
    }
    assertThat(story.triggers(kind.equals("FlinkSessionJob") ? "session" : job)).hasSize(2);
  }

  @Test
  @DisplayName("R8 R9 a Flink that never answers is pending at once, and an event before long")
  void neverAnswers() {
    flink.become(Mood.STALLING);
    publish("FlinkDeployment", "silent", "RUNNING");
    story.snapshots().apply(SAVEPOINT.formatted("silent", 0, "FlinkDeployment", "silent"));

    var pending = story.snapshots().await("silent", "TRIGGER_PENDING");
    var event = story.snapshots().awaitEvent("silent", "FlinkUnreachable");
    var visible = story.snapshots().await("silent", "an error", it -> !it.error().isEmpty());
    flink.behave();

    var snapshot = story.snapshots().await("silent", "COMPLETED");
    assertThat(pending.annotation("tidemark.io/attempt")).isEmpty();
    assertThat(event.getMessage()).isEqualTo(visible.error());
    assertThat(snapshot.failures()).isZero();
    assertThat(snapshot.error()).isEmpty();
    assertThat(story.triggers("silent")).hasSize(1);
    assertThat(story.snapshots().events("silent", "PossibleOrphan")).isEmpty();
  }

  @Test
  @DisplayName("R10 a job that has ended by its resource, its cluster gone, is given up")
  void endedWithItsCluster() {
    flink.become(Mood.DROPPING);
    var before = calls();
    publish("FlinkDeployment", "ended", "FINISHED");
    story.snapshots().apply(SAVEPOINT.formatted("ended", -1, "FlinkDeployment", "ended"));

    var snapshot = story.snapshots().await("ended", "ABANDONED");

    assertThat(snapshot.error()).isEqualTo("FlinkDeployment ended is FINISHED");
    assertThat(calls()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"CANCELED", "FINISHED"})
  @DisplayName("R11 a job that ends in the attempt, by its resource alone, ends the snapshot")
  void endsInTheAttempt(String state) {
    var name = "ends-" + state.toLowerCase(Locale.ROOT);
    flink.finishSnapshots(false);
    publish("FlinkDeployment", name, "RUNNING");
    story.snapshots().apply(SAVEPOINT.formatted(name, -1, "FlinkDeployment", name));
    story.snapshots().await(name, "IN_PROGRESS");

    flink.become(Mood.DROPPING);
    publish("FlinkDeployment", name, state);

    var snapshot = story.snapshots().await(name, "ABANDONED");
    assertThat(snapshot.error()).contains("FlinkDeployment " + name + " is " + state);
  }

  @Test
  @DisplayName("R11 a job that ends in the attempt, by Flink alone, ends the snapshot")
  void endsInTheAttemptByFlink() {
    flink.finishSnapshots(false);
    publish("FlinkDeployment", "ends-quietly", "RUNNING");
    story
        .snapshots()
        .apply(SAVEPOINT.formatted("ends-quietly", -1, "FlinkDeployment", "ends-quietly"));
    story.snapshots().await("ends-quietly", "IN_PROGRESS");

    flink.showJob("CANCELED");

    var snapshot = story.snapshots().await("ends-quietly", "ABANDONED");
    assertThat(snapshot.error()).contains("job is CANCELED");
    assertThat(snapshot.failures()).isZero();
  }

  @Test
  @DisplayName("R4 a wrong rest.port is named, and its correction is used")
  void wrongPort() {
    publish("FlinkDeployment", "misspelt", "RUNNING");
    configure("misspelt", Map.of("rest.port", "abc"));
    story.snapshots().apply(SAVEPOINT.formatted("misspelt", 0, "FlinkDeployment", "misspelt"));

    var event = story.snapshots().awaitEvent("misspelt", "ValidationError");
    configure("misspelt", Map.of("rest.port", "8081"));

    var snapshot = story.snapshots().await("misspelt", "COMPLETED");
    assertThat(event.getMessage()).contains("FlinkDeployment misspelt", "rest.port", "abc");
    assertThat(snapshot.failures()).isZero();
    assertThat(snapshot.error()).isEmpty();
  }

  @Test
  @DisplayName("R9 a trigger that Flink accepts under another id is followed to its end")
  void anotherId() {
    publish("FlinkDeployment", "renamed", "RUNNING");
    var other = "f".repeat(32);
    flink.script("POST /jobs/\\w+/savepoints", 202, "{\"request-id\":\"" + other + "\"}");
    flink.script(
        "GET /jobs/\\w+/savepoints/" + other,
        200,
        "{\"status\":{\"id\":\"COMPLETED\"},\"operation\":{\"location\":\"file:/renamed\"}}");
    story.snapshots().apply(SAVEPOINT.formatted("renamed", 0, "FlinkDeployment", "renamed"));

    var snapshot = story.snapshots().await("renamed", "COMPLETED");

    assertThat(snapshot.triggerId()).isEqualTo(other);
    assertThat(snapshot.path()).isEqualTo("file:/renamed");
    assertThat(story.snapshots().awaitEvent("renamed", "UnexpectedAnswer").getMessage())
        .contains(other, snapshot.expectedTriggerId(1));
  }

  private static long calls() {
    return flink.received(call -> true);
  }

  private static void publish(String kind, String name, String state) {
    if (kind.equals("FlinkSessionJob")) {
      resources.publishDeployment(story.namespace(), "session", flink.job(), "RUNNING");
      resources.publishSessionJob(story.namespace(), name, "session", flink.job(), state);
    } else {
      resources.publishDeployment(story.namespace(), name, flink.job(), state);
    }
  }

  private static void configure(String deployment, Map<String, String> configuration) {
    story
        .resource("FlinkDeployment", deployment)
        .edit(
            current -> {
              Map<String, Object> spec = current.get("spec");
              spec.put("flinkConfiguration", configuration);
              return current;
            });
  }

  private static void awaitWaiting(List<String> names, String reason) {
    for (var name : names) {
      await(name + " waits: " + reason)
          .until(
              () ->
                  story.snapshots().events(name, "WaitingForJob").stream()
                      .anyMatch(event -> event.getMessage().contains(reason)));
    }
  }

  private static List<Event> events(String name) {
    return Stream.of("SavepointError", "PossibleOrphan", "FlinkUnreachable", "FlinkError")
        .flatMap(reason -> story.snapshots().events(name, reason).stream())
        .toList();
  }
}
