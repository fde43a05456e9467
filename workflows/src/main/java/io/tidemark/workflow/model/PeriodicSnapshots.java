package io.tidemark.workflow.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Duration;

/**
 * The snapshots of one type that one job takes by a schedule (T2). A FlinkDeployment and a
 * FlinkSessionJob of the same name are two jobs.
 *
 * @param namespace the job resource's namespace
 * @param job the job resource
 * @param type what is taken
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record PeriodicSnapshots(String namespace, JobReference job, SnapshotType type) {
  /** 60 bits: as many hex digits as fit into a positive long. */
  private static final int OFFSET_DIGITS = 15;

  private static final int HEX = 16;

  public PeriodicSnapshots {
    requireNonNull(namespace, "namespace is null");
    requireNonNull(job, "job is null");
    requireNonNull(type, "type is null");
  }

  /**
   * The id of their Temporal Schedule, {@code periodic-savepoint/<namespace>/<kind>/<job>} (T3).
   */
  public String scheduleId() {
    return "periodic-" + type.word() + "/" + path();
  }

  /**
   * Where on the grid of an interval this job is: from zero to below the interval, in whole
   * seconds. Computed from the job, so that jobs which share an interval are spread, and each has
   * the same place in the next hour and after any restart (T4).
   *
   * @param interval at least a second
   */
  public Duration offset(Duration interval) {
    var place = Long.parseLong(Sha256.hex(path(), OFFSET_DIGITS), HEX);
    return Duration.ofSeconds(place % interval.toSeconds());
  }

  private String path() {
    return namespace + "/" + job.kind() + "/" + job.name();
  }
}
