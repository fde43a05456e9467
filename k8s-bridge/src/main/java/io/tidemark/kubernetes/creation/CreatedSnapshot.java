package io.tidemark.kubernetes.creation;

import static java.util.Objects.requireNonNull;

/**
 * A snapshot that is there now.
 *
 * @param name the resource's name
 * @param created whether it was created by this call; false if it was there already
 */
public record CreatedSnapshot(String name, boolean created) {
  public CreatedSnapshot {
    requireNonNull(name, "name is null");
  }
}
