package io.tidemark.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import io.tidemark.dev.DevStack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import okhttp3.MediaType;
import okhttp3.MultipartBody;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;

/**
 * Stops a job with a savepoint and runs its jar again from it, with the calls that Tidemark makes
 * and nothing else. Polls come at the intervals of Tidemark's defaults.
 */
final class UpgradesByRest implements UpgradeRoute {
  /** The savepoint of a job that starts from nothing. */
  private static final String NOTHING = "";

  private static final JsonMapper JSON = new JsonMapper();
  private static final MediaType TYPE = MediaType.get("application/json");
  private static final RetryPolicy<JsonNode> UNTIL_COMPLETED =
      RetryPolicy.<JsonNode>builder()
          .handleResultIf(answer -> !answer.at("/status/id").asText().equals("COMPLETED"))
          .withBackoff(Duration.ofMillis(10), Duration.ofSeconds(2), 1.5)
          .withMaxRetries(-1)
          .build();

  private final OkHttpClient http =
      new OkHttpClient.Builder().readTimeout(Duration.ofMinutes(5)).build();
  private final String address;
  private final String jarId;

  UpgradesByRest(DevStack stack) {
    address = stack.flink().restAddress().toString();
    var jar = stack.jars().folder().resolve("counting-1.jar");
    var name = upload(jar).path("filename").asText();
    jarId = name.substring(name.lastIndexOf('/') + 1);
  }

  @Override
  public String start(String name) {
    return run(name, NOTHING);
  }

  @Override
  public String upgrade(String name, String jobId) {
    var trigger = UUID.randomUUID().toString().replace("-", "");
    var unused =
        post("/jobs/%s/stop".formatted(jobId), Map.of("drain", false, "triggerId", trigger));
    var stopped =
        Failsafe.with(UNTIL_COMPLETED)
            .get(() -> get("/jobs/%s/savepoints/%s".formatted(jobId, trigger)));
    return run(name, stopped.at("/operation/location").asText());
  }

  private String run(String name, String savepoint) {
    var body = JSON.createObjectNode();
    body.putArray("programArgsList").add("name=" + name);
    body.put("parallelism", 1);
    if (!savepoint.equals(NOTHING)) {
      body.put("savepointPath", savepoint);
      body.put("claimMode", "NO_CLAIM");
    }
    return post("/jars/%s/run".formatted(jarId), body).path("jobid").asText();
  }

  private JsonNode upload(Path jar) {
    var file = RequestBody.create(jar.toFile(), MediaType.get("application/java-archive"));
    var body =
        new MultipartBody.Builder()
            .setType(MultipartBody.FORM)
            .addFormDataPart("jarfile", "bench.jar", file)
            .build();
    return answer(new Request.Builder().url(address + "/jars/upload").post(body));
  }

  private JsonNode post(String path, Object body) {
    return answer(
        new Request.Builder()
            .url(address + path)
            .post(RequestBody.create(JSON.valueToTree(body).toString(), TYPE)));
  }

  private JsonNode get(String path) {
    return answer(new Request.Builder().url(address + path));
  }

  private JsonNode answer(Request.Builder request) {
    try (var response = http.newCall(request.build()).execute()) {
      var text = response.body().string();
      if (!response.isSuccessful()) {
        throw new IllegalStateException(response + ": " + text);
      }
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
