package io.tidemark.workflow.periodic;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.tidemark.workflow.model.PeriodicSnapshots;
import java.time.Instant;

/**
 * A snapshot that is due.
 *
 * @param snapshots the job and the type
 * @param dueAt the scheduled time; for a backfill, one in the past
 * @param startedAt the start of the run, which may wait long for a worker
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record DueSnapshot(PeriodicSnapshots snapshots, Instant dueAt, Instant startedAt) {
  public DueSnapshot {
    requireNonNull(snapshots, "snapshots is null");
    requireNonNull(dueAt, "dueAt is null");
    requireNonNull(startedAt, "startedAt is null");
  }
}
