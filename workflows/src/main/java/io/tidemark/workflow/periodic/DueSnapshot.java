package io.tidemark.workflow.periodic;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.tidemark.workflow.model.PeriodicSnapshots;
import java.time.Instant;

/**
 * A snapshot that is due.
 *
 * @param snapshots whose it is
 * @param at the scheduled time; of a backfill, one in the past
 * @param started when the run was started, which may be long before anybody takes it up
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record DueSnapshot(PeriodicSnapshots snapshots, Instant at, Instant started) {
  public DueSnapshot {
    requireNonNull(snapshots, "snapshots is null");
    requireNonNull(at, "at is null");
    requireNonNull(started, "started is null");
  }
}
