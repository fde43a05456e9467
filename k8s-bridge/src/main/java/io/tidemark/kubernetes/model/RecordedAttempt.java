package io.tidemark.kubernetes.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tidemark.workflow.flink.FlinkJob;
import io.tidemark.workflow.model.JobReference;
import io.tidemark.workflow.model.SnapshotType;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The attempt that a resource carries in its annotation before Flink is called, so that whoever
 * finds it there asks before it triggers (R9). It has all that Flink is told, so that edits of the
 * spec change nothing under it (R20).
 *
 * @param number the attempt's number, from 1
 * @param jobId Flink's job id
 * @param jobUid uid of the job resource
 * @param time when it was written, RFC 3339
 * @param cluster name of the FlinkDeployment whose cluster runs the job
 * @param restPort the cluster's REST port
 * @param jobRestarts attempts in a row before this one in which the job restarted (R23)
 * @param parameters what Flink is asked for; null for an attempt of another system, or of a release
 *     that did not write it: the spec says it then
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RecordedAttempt(
    int number,
    String jobId,
    String jobUid,
    String time,
    String cluster,
    int restPort,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) int jobRestarts,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Parameters parameters) {
  private static final JsonMapper JSON = new JsonMapper();

  /**
   * What an attempt asks Flink for.
   *
   * @param type savepoint or checkpoint
   * @param job the job resource
   * @param targetDirectory where a savepoint goes; null leaves it to Flink
   * @param formatType of a savepoint
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Parameters(
      SnapshotType type,
      @Nullable JobReference job,
      @Nullable String targetDirectory,
      @Nullable String formatType) {
    public Parameters {
      requireNonNull(type, "type is null");
    }

    /** The same, into another directory. */
    public Parameters into(@Nullable String directory) {
      return new Parameters(type, job, directory, formatType);
    }
  }

  public RecordedAttempt {
    requireNonNull(jobId, "jobId is null");
    time = Instant.parse(requireNonNull(time, "time is null")).toString();
    var unused = new FlinkJob("any", cluster, restPort, jobId); // throws for what is no cluster
  }

  /** Reads an annotation; one that cannot be read is no attempt. */
  static Optional<RecordedAttempt> parse(String annotation) {
    try {
      return Optional.ofNullable(JSON.readValue(annotation, RecordedAttempt.class));
    } catch (JsonProcessingException unreadable) {
      return Optional.empty();
    }
  }

  /**
   * Why the job resource runs another job by now than the one of this attempt, if it does (R11).
   */
  public Optional<String> replacedBy(JobResource job) {
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

  public String annotation() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("an attempt is always JSON", impossible);
    }
  }

  public Instant at() {
    return Instant.parse(time);
  }

  /**
   * The job that it was sent to. Which Secrets its cluster takes is for its own resource to say.
   */
  public FlinkJob job(String namespace) {
    return new FlinkJob(namespace, cluster, restPort, jobId);
  }

  boolean ofSavepoint() {
    return parameters != null && parameters.type() == SnapshotType.SAVEPOINT;
  }

  /** The same attempt, asking for this. */
  public RecordedAttempt with(Parameters what, int restartsBefore) {
    return new RecordedAttempt(
        number, jobId, jobUid, time, cluster, restPort, restartsBefore, what);
  }
}
