package io.tidemark.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.dev.FlinkCluster;
import io.tidemark.dev.Waits;
import java.util.OptionalLong;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The jobs of a cluster, with the times that Flink tells of them. */
final class FlinkJobs {
  private static final double MILLIS = 1000;

  private final FlinkCluster flink;

  FlinkJobs(FlinkCluster flink) {
    this.flink = flink;
  }

  /** Waits until all tasks of a job run. */
  void awaitRunning(String jobId) {
    Waits.await(jobId + " runs").until(() -> runningSince(jobId).isPresent());
  }

  /** Returns the seconds from the end of a job until all tasks of its successor ran. */
  double downtime(String before, String after) {
    awaitRunning(after);
    Waits.await(before + " has an end").until(() -> endOf(before) > 0);
    return (runningSince(after).orElseThrow() - endOf(before)) / MILLIS;
  }

  /** Counts the jobs that have not ended and whose name begins so. */
  int running(String prefix) {
    return (int)
        elements(flink.answer("/jobs/overview").path("jobs"))
            .filter(job -> job.path("name").asText().startsWith(prefix))
            .filter(job -> job.path("state").asText().equals("RUNNING"))
            .count();
  }

  private long endOf(String jobId) {
    return flink.answer("/jobs/" + jobId).path("end-time").asLong();
  }

  private OptionalLong runningSince(String jobId) {
    var times =
        elements(flink.answer("/jobs/" + jobId).path("vertices"))
            .map(vertex -> vertex.path("id").asText())
            .map(vertex -> "/jobs/%s/vertices/%s/subtasktimes".formatted(jobId, vertex))
            .flatMap(path -> elements(flink.answer(path).path("subtasks")))
            .mapToLong(task -> task.path("timestamps").path("RUNNING").asLong())
            .sorted()
            .toArray();
    return times.length == 0 || times[0] <= 0
        ? OptionalLong.empty()
        : OptionalLong.of(times[times.length - 1]);
  }

  private static Stream<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}
