package io.tidemark.app.leadership;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * The Lease that replicas compete for, in the proportions of client-go: renewed every 2 s and given
 * up after 10 s without success where it lasts 15 s.
 *
 * @param namespace where the Lease is; empty: where Tidemark runs
 * @param name its name, shared by the replicas of one installation and by no others
 * @param duration how long a leader that no longer renews the Lease stays the leader
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

  /** Returns how long a leader tries to renew the Lease before it gives up. */
  Duration renewDeadline() {
    return duration.multipliedBy(2).dividedBy(3);
  }

  /** Returns how long to wait between two reads of the Lease. */
  Duration retryPeriod() {
    return duration.multipliedBy(2).dividedBy(15);
  }
}
