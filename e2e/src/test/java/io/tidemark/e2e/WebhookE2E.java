package io.tidemark.e2e;

import static io.tidemark.dev.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.dev.SnapshotWebhook;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Beside a validating webhook with the rule of the Flink operator's. */
class WebhookE2E {
  private static final String FINALIZER = "flinkstatesnapshots.flink.apache.org/finalizer";
  private static final int MANY = 60;
  private static final String JOB =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkDeployment
      metadata: {name: %s}
      spec: {flinkVersion: v1_20, job: {state: running}}
      """;

  /** As the reference leaves a savepoint: its finalizer is set before the trigger. */
  private static final String SNAPSHOT =
      """
      ---
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkStateSnapshot
      metadata:
        name: %s
        finalizers: [%s]
        annotations: {tidemark.io/start-deadline: %s}
      spec:
        jobReference: {kind: FlinkDeployment, name: %s}
        savepoint: {}
      """;

  @RegisterExtension static final Story story = Story.in("webhook");
  @RegisterExtension static final Story neighbour = Story.in("without-webhook");

  private static SnapshotWebhook webhook;

  @BeforeAll
  static void start() {
    webhook = SnapshotWebhook.register(story.stack().kubernetes().client(), story.namespace());
    await("the webhook to refuse")
        .ignoreException(IllegalStateException.class)
        .untilAsserted(WebhookE2E::assertRefused);
    neighbour.deploy("healthy");
    story.serve("webhook", Map.of("TIDEMARK_WATCH_NAMESPACES", "webhook,without-webhook"));
  }

  @AfterAll
  static void stop() {
    webhook.close();
  }

  private static void assertRefused() {
    var name = "refused-" + System.nanoTime();
    assertThatThrownBy(() -> story.snapshots().create(yaml(name, "1h", "missing")))
        .hasMessageContaining("was not found");
  }

  @Test
  @DisplayName("R24 R10 a snapshot whose job goes before it was taken is ABANDONED at its deadline")
  void abandonedAtTheDeadline() {
    pending("late", "10s", "going");

    story.snapshots().kubectl("delete", "flinkdep", "going");

    awaitAbandoned("late");
  }

  @Test
  @DisplayName("R24 W3 a snapshot whose job is gone can be given up")
  void givenUp() {
    pending("hopeless", "1h", "lost");
    story.snapshots().kubectl("delete", "flinkdep", "lost");

    var workflow = story.snapshots().get("hopeless").workflowId();
    story.temporal().signal(workflow, "abandon", "\"the job is gone\"");

    assertThat(awaitAbandoned("hopeless").error()).isEqualTo("the job is gone");
  }

  @Test
  @DisplayName("R24 R11 a job that goes while its trigger is on the way ends the snapshot")
  void goesDuringTheTrigger() {
    story.deploy("brief");
    var answers = story.holdTriggers("brief");
    story.snapshots().apply(yaml("on-the-way", "1h", "brief"));
    await("the trigger").until(() -> story.triggers("brief").size() == 1);
    story.snapshots().kubectl("delete", "flinkdep", "brief");

    answers.release();

    var ended = story.snapshots().await("on-the-way", "its end", Snapshot::ended);
    story
        .snapshots()
        .await("on-the-way", "its label", it -> it.label("snapshot.state").equals(ended.state()));
    assertThat(story.triggers("brief")).hasSize(1);
  }

  @Test
  @DisplayName("R24 R14 R15 a pending snapshot whose job is gone is deleted at once")
  void deleted() {
    pending("unwanted", "1h", "finished");
    story.snapshots().kubectl("delete", "flinkdep", "finished");

    story.snapshots().delete("unwanted");

    assertThat(story.snapshots().find("unwanted")).isEmpty();
  }

  @Test
  @DisplayName("R24 R17 many whose job is gone are deleted together, and disturb no neighbours")
  void deletedInBulk() {
    story.snapshots().apply(JOB.formatted("mass"));
    var many =
        IntStream.range(0, MANY)
            .mapToObj(number -> yaml("mass-" + number, "1h", "mass"))
            .collect(Collectors.joining());
    story.snapshots().apply(many);
    await("all to wait")
        .until(() -> story.snapshots().labelled("job-reference.name", "mass").size() == MANY);
    var neighbours = HealthySnapshots.of(neighbour.snapshots(), "healthy");
    story.snapshots().kubectl("delete", "flinkdep", "mass");

    story
        .snapshots()
        .kubectl("delete", "flinksnp", "-l", "job-reference.name=mass", "--wait=false");

    await("all to be gone")
        .until(() -> story.snapshots().labelled("job-reference.name", "mass").isEmpty());
    neighbours.awaitTakenAndDeleted();
  }

  private static void pending(String name, String deadline, String job) {
    story.snapshots().apply(JOB.formatted(job));
    story.snapshots().apply(yaml(name, deadline, job));
    story.snapshots().await(name, "TRIGGER_PENDING");
  }

  private static Snapshot awaitAbandoned(String name) {
    story.snapshots().await(name, "ABANDONED");
    return story
        .snapshots()
        .await(name, "its label", it -> it.label("snapshot.state").equals("ABANDONED"));
  }

  private static String yaml(String name, String deadline, String job) {
    return SNAPSHOT.formatted(name, FINALIZER, deadline, job);
  }
}
