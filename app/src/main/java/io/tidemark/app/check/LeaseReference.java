package io.tidemark.app.check;

import static java.util.Objects.requireNonNull;

/**
 * Names the Lease of the leader election.
 *
 * @param namespace its namespace
 * @param name its name
 */
public record LeaseReference(String namespace, String name) {
  public LeaseReference {
    requireNonNull(namespace, "namespace is null");
    requireNonNull(name, "name is null");
  }
}
