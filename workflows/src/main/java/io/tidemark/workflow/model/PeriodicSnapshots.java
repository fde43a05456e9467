package io.tidemark.workflow.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Duration;

/**
 * Identifies the snapshots of one type that a job takes by a schedule (T2). A FlinkDeployment and a
 * FlinkSessionJob of the same name are two jobs.
 *
 * @param namespace the job resource's namespace
 * @param job the job resource
 * @param type savepoint or checkpoint
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record PeriodicSnapshots(String namespace, JobReference job, SnapshotType type) {
  /** 60 bits: as many hex digits as fit into a positive long. */
  private static final int OFFSET_DIGITS = 15;

  private static final int HEX = 16;

  /**
   * The 255 characters of SQL stores, without those of {@code temporal-sys-scheduler:}, with which
   * the id of Temporal's own workflow begins.
   */
  private static final int SCHEDULE_ID_LIMIT = 232;

  public PeriodicSnapshots {
    requireNonNull(namespace, "namespace is null");
    requireNonNull(job, "job is null");
    requireNonNull(type, "type is null");
  }

  /**
   * Returns the id of their Temporal Schedule, {@code periodic-savepoint/<namespace>/<kind>/<job>}
   * (T3). In a longer one than the server takes, the job's name is shortened and gets a hash (W7).
   * The id of a run is longer by a time, which also fits.
   */
  public String scheduleId() {
    var start = "periodic-" + type.word() + "/" + namespace + "/" + job.kind() + "/";
    return start + LongName.withinLimit(job.name(), SCHEDULE_ID_LIMIT - start.length());
  }

  /**
   * Returns the offset of this job's due times from the multiples of an interval: from zero to
   * below the interval, in whole seconds. It is computed from the job, so that jobs with the same
   * interval are spread, and an offset stays the same after any restart (T4).
   *
   * @param interval at least a second
   */
  public Duration offset(Duration interval) {
    var number = Long.parseLong(Sha256.hex(path(), OFFSET_DIGITS), HEX);
    return Duration.ofSeconds(number % interval.toSeconds());
  }

  private String path() {
    return namespace + "/" + job.kind() + "/" + job.name();
  }
}
