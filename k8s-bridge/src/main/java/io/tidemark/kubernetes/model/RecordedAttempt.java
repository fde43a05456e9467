package io.tidemark.kubernetes.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tidemark.workflow.flink.FlinkJob;
import io.tidemark.workflow.flink.SnapshotTrigger;
import io.tidemark.workflow.model.JobReference;
import io.tidemark.workflow.model.SnapshotType;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The attempt that a resource carries in its annotation before Flink is called, so that each run
 * that finds it queries Flink before it triggers (R9). It has all parameters of the trigger, so
 * that edits of the spec do not affect it (R20).
 *
 * @param number the attempt's number, from 1
 * @param jobId Flink's job id
 * @param jobUid uid of the job resource
 * @param time time at which it was written, RFC 3339
 * @param cluster name of the FlinkDeployment whose cluster runs the job
 * @param restPort the cluster's REST port
 * @param restService name of the Service at which the cluster is called, in the snapshot's own
 *     namespace; null for the configured template
 * @param jobRestarts attempts in a row before this one in which the job restarted (R23)
 * @param parameters the parameters of the trigger; null for an attempt of another system: those of
 *     the spec apply then
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RecordedAttempt(
    int number,
    String jobId,
    String jobUid,
    String time,
    String cluster,
    int restPort,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String restService,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) int jobRestarts,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Parameters parameters) {
  private static final JsonMapper JSON = new JsonMapper();

  /**
   * The parameters of an attempt's trigger.
   *
   * @param type savepoint or checkpoint
   * @param job the job resource
   * @param targetDirectory directory of a savepoint; null leaves it to Flink
   * @param formatType format of a savepoint; null for a checkpoint
   * @param checkpointType type of a checkpoint; null for a savepoint
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Parameters(
      SnapshotType type,
      @Nullable JobReference job,
      @Nullable String targetDirectory,
      @Nullable String formatType,
      @Nullable String checkpointType) {
    public Parameters {
      requireNonNull(type, "type is null");
    }

    /** Returns the same parameters with another target directory. */
    public Parameters withTargetDirectory(@Nullable String directory) {
      return new Parameters(type, job, directory, formatType, checkpointType);
    }
  }

  public RecordedAttempt {
    requireNonNull(jobId, "jobId is null");
    time = Instant.parse(requireNonNull(time, "time is null")).toString();
    var unused =
        new FlinkJob("any", cluster, restPort, jobId)
            .at(restService); // It throws for a name that is none of a cluster.
  }

  /** Returns the attempt of a trigger, which does not have the job's uid. */
  public static RecordedAttempt of(int number, SnapshotTrigger trigger) {
    var job = trigger.job();
    return new RecordedAttempt(
        number,
        job.jobId(),
        "",
        trigger.attemptedAt().toString(),
        job.cluster(),
        job.restPort(),
        job.restService(),
        0,
        new Parameters(
            trigger.type(),
            null,
            trigger.targetDirectory(),
            trigger.formatType(),
            trigger.checkpointType()));
  }

  /** Parses an annotation; empty for one that cannot be read. */
  static Optional<RecordedAttempt> parse(String annotation) {
    try {
      return Optional.ofNullable(JSON.readValue(annotation, RecordedAttempt.class));
    } catch (JsonProcessingException unreadable) {
      return Optional.empty();
    }
  }

  /**
   * Returns the reason for which the job resource no longer runs the job of this attempt; empty if
   * it does (R11).
   */
  public Optional<String> replacedBy(JobResource job) {
    var uid = job.getMetadata().getUid();
    if (!uid.equals(jobUid)) {
      return Optional.of(
          "the job resource was recreated: its uid was %s and is now %s".formatted(jobUid, uid));
    }
    return job.jobId()
        .filter(current -> !current.equals(jobId))
        .map(current -> "the job id was %s and is now %s".formatted(jobId, current));
  }

  /** Returns the value of the annotation. */
  public String annotation() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("an attempt is always JSON", impossible);
    }
  }

  /** Returns the time at which the attempt was written. */
  public Instant at() {
    return Instant.parse(time);
  }

  /**
   * Returns the job that the attempt was sent to, without the Secrets of its cluster, which only
   * the cluster's own resource may name.
   */
  public FlinkJob job(String namespace) {
    return new FlinkJob(namespace, cluster, restPort, jobId).at(restService);
  }

  boolean ofSavepoint() {
    return parameters != null && parameters.type() == SnapshotType.SAVEPOINT;
  }

  /** Returns the same attempt with these parameters and restarts before it. */
  public RecordedAttempt with(Parameters newParameters, int restartsBefore) {
    return new RecordedAttempt(
        number, jobId, jobUid, time, cluster, restPort, restService, restartsBefore, newParameters);
  }
}
