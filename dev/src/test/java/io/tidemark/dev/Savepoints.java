package io.tidemark.dev;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;

/** Takes savepoints by REST and waits for what Flink says of them. */
record Savepoints(FlinkCluster cluster) {
  JsonNode take(FlinkJob job) {
    return take(job, Map.of());
  }

  JsonNode take(FlinkJob job, Map<String, String> body) {
    var rest = new FlinkRest(cluster.restAddress(), Http.PLAIN);
    var path = "/jobs/" + job.id() + "/savepoints/";
    var id = rest.post(path, body).path("request-id").asText();
    return await("savepoint")
        .atMost(Duration.ofSeconds(30))
        .until(() -> rest.get(path + id), it -> it.at("/status/id").asText().equals("COMPLETED"))
        .path("operation");
  }
}
