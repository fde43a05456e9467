package io.tidemark.app.leadership;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * The Lease that replicas compete for, with the proportions of client-go: a Lease of 15 s is
 * renewed every 2 s, and given up after 10 s without a renewal.
 *
 * @param namespace the namespace of the Lease; empty for the one in which Tidemark runs
 * @param name its name, which only the replicas of one installation share
 * @param duration time for which a leader that no longer renews the Lease stays the leader
 */
public record LeaseSettings(String namespace, String name, Duration duration) {
  public LeaseSettings {
    requireNonNull(namespace, "namespace is null");
    requireNonNull(name, "name is null");
    requireNonNull(duration, "duration is null");
  }

  /** Returns the same settings, with this namespace if they have none. */
  public LeaseSettings withDefaultNamespace(String ownNamespace) {
    return namespace.isEmpty() ? new LeaseSettings(ownNamespace, name, duration) : this;
  }

  /** Returns the time for which a leader tries to renew the Lease before it gives up. */
  Duration renewDeadline() {
    return duration.multipliedBy(2).dividedBy(3);
  }

  /** Returns the time between two requests for the Lease. */
  Duration retryPeriod() {
    return duration.multipliedBy(2).dividedBy(15);
  }
}
