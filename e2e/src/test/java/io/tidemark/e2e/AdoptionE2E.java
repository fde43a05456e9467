package io.tidemark.e2e;

import static io.tidemark.dev.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.dev.FlinkJobOptions;
import io.tidemark.dev.Waits;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A savepoint whose trigger Flink has forgotten. */
class AdoptionE2E {
  private static final String SAVEPOINT =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkStateSnapshot
      metadata: {name: forgotten}
      spec:
        backoffLimit: 0
        jobReference: {kind: FlinkDeployment, name: forgetful}
        savepoint: {path: "%s"}
      """;

  @RegisterExtension static final Story story = Story.in("adoption");

  @Test
  @DisplayName("R18 the one savepoint that can only be its own is adopted, and left on deletion")
  void adopts() throws IOException {
    var directory = story.directory("forgotten");
    var job = story.submit(FlinkJobOptions.named("forgetful"));
    trigger(job.id(), directory.toString());
    await("the savepoint")
        .until(
            () ->
                Story.savepoints(directory).stream()
                    .anyMatch(it -> Files.exists(it.resolve("_metadata"))));
    var savepoint = Story.savepoints(directory).get(0);
    story.snapshots().apply(SAVEPOINT.formatted(directory));
    inProgressSince(Instant.now().minus(Duration.ofMinutes(6)));

    story.serve("adoption", Map.of());

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

  /** As another system left it that has triggered under an id that Flink does not know by now. */
  private static void inProgressSince(Instant time) {
    var status =
        "{\"status\":{\"state\":\"IN_PROGRESS\",\"triggerId\":\"%s\",\"triggerTimestamp\":\"%s\"}}"
            .formatted("f".repeat(32), time.truncatedTo(ChronoUnit.SECONDS));
    story
        .snapshots()
        .kubectl(
            "patch",
            "flinksnp",
            "forgotten",
            "--subresource=status",
            "--type=merge",
            "--patch=" + status);
  }

  private static void trigger(String job, String directory) throws IOException {
    var body = "{\"target-directory\":\"" + directory + "\"}";
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
