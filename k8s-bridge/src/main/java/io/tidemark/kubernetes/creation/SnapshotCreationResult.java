package io.tidemark.kubernetes.creation;

import static java.util.Objects.requireNonNull;

/**
 * A snapshot that exists.
 *
 * @param name the resource's name
 * @param created true if this call created it; false if it existed already
 */
public record SnapshotCreationResult(String name, boolean created) {
  public SnapshotCreationResult {
    requireNonNull(name, "name is null");
  }
}
