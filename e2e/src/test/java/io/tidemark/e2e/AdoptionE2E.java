package io.tidemark.e2e;

import static io.tidemark.dev.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.dev.FlinkJobOptions;
import io.tidemark.dev.Waits;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A savepoint whose trigger Flink has forgotten. */
class AdoptionE2E {
  private static final String SAVEPOINT =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkStateSnapshot
      metadata: {name: %s}
      spec:
        backoffLimit: 0
        jobReference: {kind: FlinkDeployment, name: %s}
        savepoint: {%s}
      """;

  @RegisterExtension static final Story story = Story.in("adoption");

  /** Leaves two snapshots as another system did, then starts Tidemark. */
  @BeforeAll
  static void start() throws IOException {
    var directory = story.directory("forgotten");
    take("forgetful", "{\"target-directory\":\"" + directory + "\"}");
    inProgress("forgotten", "forgetful", "path: \"" + directory + "\"");
    take("by-default", "{}");
    inProgress("below-default", "by-default", "");
    story.serve("adoption", Map.of("TIDEMARK_SAVEPOINT_DIRECTORY_PER_ATTEMPT", "true"));
  }

  @Test
  @DisplayName("R18 the one savepoint that can only be its own is adopted, and left on deletion")
  void adopts() {
    var savepoint = Story.savepoints(story.directory("forgotten")).get(0);

    var snapshot = story.snapshots().await("forgotten", "COMPLETED");

    assertThat(snapshot.directory()).isEqualTo(savepoint);
    assertThat(snapshot.annotation("tidemark.io/adopted")).isEqualTo("true");
    assertThat(story.snapshots().awaitEvent("forgotten", "SavepointAdopted").getMessage())
        .contains(snapshot.path());
    assertThat(story.triggers("forgetful")).isEmpty();
    story.snapshots().delete("forgotten");
    assertThat(savepoint.resolve("_metadata")).exists();
    assertThat(story.snapshots().awaitEvent("forgotten", "DisposalSkipped").getMessage())
        .contains(snapshot.path());
  }

  @Test
  @DisplayName("R4 R18 R19 the directory that only Flink knows is that of adoption and disposal")
  void directoryOfFlink() {
    var adopted = story.snapshots().await("below-default", "COMPLETED");
    assertThat(adopted.directory()).hasParent(story.stack().flink().savepointDirectory());
    story.snapshots().delete("below-default");
    assertThat(adopted.directory()).exists();

    var path = "alreadyExists: true, path: \"" + adopted.path() + "\"";
    story.snapshots().apply(SAVEPOINT.formatted("imported", "by-default", path));
    story.snapshots().await("imported", "COMPLETED");
    story.snapshots().delete("imported");

    assertThat(adopted.directory()).doesNotExist();
  }

  @Test
  @DisplayName("R4 R18 an attempt has a directory of its own below the one that only Flink knows")
  void directoryPerAttempt() {
    story.deploy("own-directory"); // another savepoint of by-default would make two to choose from
    story.snapshots().apply(SAVEPOINT.formatted("fresh", "own-directory", ""));

    var snapshot = story.snapshots().await("fresh", "COMPLETED");

    assertThat(snapshot.directory().getParent())
        .hasFileName(snapshot.text("/status/triggerId"))
        .hasParent(story.stack().flink().savepointDirectory());
  }

  /** Starts a job, and takes a savepoint of it without Tidemark. */
  private static void take(String name, String body) throws IOException {
    var job = story.submit(FlinkJobOptions.named(name));
    trigger(job.id(), body);
    await("the savepoint").until(() -> story.stack().flink().completedSnapshots(job) > 0);
  }

  /** As another system left it that has triggered under an id that Flink does not know by now. */
  private static void inProgress(String name, String job, String savepoint) {
    story.snapshots().apply(SAVEPOINT.formatted(name, job, savepoint));
    var time = Instant.now().minus(Duration.ofMinutes(6)).truncatedTo(ChronoUnit.SECONDS);
    var status =
        "{\"status\":{\"state\":\"IN_PROGRESS\",\"triggerId\":\"%s\",\"triggerTimestamp\":\"%s\"}}"
            .formatted("f".repeat(32), time);
    story
        .snapshots()
        .kubectl(
            "patch", "flinksnp", name, "--subresource=status", "--type=merge", "--patch=" + status);
  }

  private static void trigger(String job, String body) throws IOException {
    var request =
        new Request.Builder()
            .url(story.stack().flink().restAddress() + "/jobs/" + job + "/savepoints")
            .post(RequestBody.create(body, MediaType.get("application/json")))
            .build();
    var client = new OkHttpClient.Builder().readTimeout(Waits.LIMIT).build();
    try (var answer = client.newCall(request).execute()) {
      assertThat(answer.code()).isEqualTo(202);
    }
  }
}
