package io.tidemark.kubernetes.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;

/**
 * The status of a FlinkStateSnapshot, as text: values of another writer must not break the watch.
 *
 * @param state a {@link io.tidemark.workflow.model.SnapshotState}
 * @param triggerId Flink's trigger id
 * @param triggerTimestamp RFC 3339
 * @param resultTimestamp RFC 3339
 * @param path the path of the snapshot
 * @param failures number of failed attempts
 * @param error the last error
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record SnapshotStatus(
    @Nullable String state,
    @Nullable String triggerId,
    @Nullable String triggerTimestamp,
    @Nullable String resultTimestamp,
    @Nullable String path,
    @Nullable Integer failures,
    @Nullable String error) {

  /** The status of a resource without one. */
  public static final SnapshotStatus EMPTY =
      new SnapshotStatus(null, null, null, null, null, null, null);
}
