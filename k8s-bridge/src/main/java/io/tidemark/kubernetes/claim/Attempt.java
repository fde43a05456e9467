package io.tidemark.kubernetes.claim;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.workflow.flink.FlinkJob;
import java.time.Instant;
import java.util.Optional;

/**
 * The attempt that a resource carries in its annotation before Flink is called, so that whoever
 * finds it there asks before it triggers (R9).
 *
 * @param number the attempt's number, from 1
 * @param jobId Flink's job id
 * @param jobUid uid of the job resource
 * @param time when it was written, RFC 3339
 * @param cluster name of the FlinkDeployment whose cluster runs the job
 * @param restPort the cluster's REST port
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record Attempt(int number, String jobId, String jobUid, String time, String cluster, int restPort) {
  private static final JsonMapper JSON = new JsonMapper();

  Attempt {
    requireNonNull(jobId, "jobId is null");
    time = Instant.parse(requireNonNull(time, "time is null")).toString();
    requireNonNull(cluster, "cluster is null");
  }

  /** Reads an annotation; one that cannot be read is no attempt. */
  static Optional<Attempt> parse(String annotation) {
    try {
      return Optional.ofNullable(JSON.readValue(annotation, Attempt.class));
    } catch (JsonProcessingException unreadable) {
      return Optional.empty();
    }
  }

  /**
   * Why the job resource runs another job by now than the one of this attempt, if it does (R11).
   */
  Optional<String> replacedBy(JobResource job) {
    var uid = job.getMetadata().getUid();
    if (!uid.equals(jobUid)) {
      return Optional.of(
          "the job resource was created again: its uid was %s and is now %s"
              .formatted(jobUid, uid));
    }
    return job.jobId()
        .filter(current -> !current.equals(jobId))
        .map(current -> "the job id was %s and is now %s".formatted(jobId, current));
  }

  String annotation() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("an attempt is always JSON", impossible);
    }
  }

  Instant at() {
    return Instant.parse(time);
  }

  FlinkJob job(String namespace) {
    return new FlinkJob(namespace, cluster, restPort, jobId);
  }
}
