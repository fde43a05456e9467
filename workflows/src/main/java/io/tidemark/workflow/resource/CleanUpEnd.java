package io.tidemark.workflow.resource;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.tidemark.workflow.model.SnapshotId;
import org.jspecify.annotations.Nullable;

/**
 * Reports that nothing is left to do for the savepoint of an abandoned snapshot (W3).
 *
 * @param snapshot the resource
 * @param event what became of the savepoint, to publish before; null if Flink did not write one
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record CleanUpEnd(SnapshotId snapshot, @Nullable ResourceEvent event) {
  public CleanUpEnd {
    requireNonNull(snapshot, "snapshot is null");
  }
}
