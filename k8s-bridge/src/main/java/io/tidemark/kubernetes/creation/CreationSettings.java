package io.tidemark.kubernetes.creation;

import static java.util.Objects.requireNonNull;

/**
 * The values of created savepoints where neither a job nor its cluster sets them: those of the
 * reference operator's own configuration, which is in no resource (T6, M1).
 *
 * @param formatType CANONICAL or NATIVE
 * @param disposeOnDelete whether a savepoint is disposed of with its resource
 */
public record CreationSettings(String formatType, boolean disposeOnDelete) {
  public CreationSettings {
    requireNonNull(formatType, "formatType is null");
  }
}
