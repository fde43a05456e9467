package io.tidemark.dev;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** Takes savepoints by REST and waits for what Flink says of them. */
record Savepoints(FlinkCluster cluster) {
  JsonNode take(FlinkJob job) {
    return take(job, Map.of());
  }

  JsonNode take(FlinkJob job, Map<String, String> body) {
    return await(trigger(job, body));
  }

  /** Returns the path under which Flink answers what becomes of the savepoint. */
  String trigger(FlinkJob job, Map<String, String> body) {
    var path = "/jobs/" + job.id() + "/savepoints/";
    return path + rest().post(path, body).path("request-id").asText();
  }

  JsonNode await(String path) {
    return Waits.await("savepoint")
        .until(() -> rest().get(path), it -> it.at("/status/id").asText().equals("COMPLETED"))
        .path("operation");
  }

  /** Returns how many snapshots of any kind are under way, as of up to 3 s ago. */
  int underWay(FlinkJob job) {
    return rest().get("/jobs/" + job.id() + "/checkpoints").at("/counts/in_progress").asInt();
  }

  private FlinkRest rest() {
    return new FlinkRest(cluster.restAddress(), Http.PLAIN);
  }
}
