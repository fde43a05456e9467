package io.tidemark.kubernetes.creation;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * The values of created snapshots: for savepoints, where neither a job nor its cluster sets them,
 * those of the reference operator's own configuration, which is in no resource (T6, M1).
 *
 * @param formatType CANONICAL or NATIVE
 * @param disposeOnDelete whether a savepoint is disposed of with its resource
 * @param labels the labels of created snapshots, by which Tidemark serves them (S8)
 */
public record CreationSettings(
    String formatType, boolean disposeOnDelete, Map<String, String> labels) {
  public CreationSettings {
    requireNonNull(formatType, "formatType is null");
    labels = Map.copyOf(labels);
  }
}
