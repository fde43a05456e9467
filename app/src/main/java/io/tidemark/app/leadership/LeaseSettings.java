package io.tidemark.app.leadership;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * The Lease that replicas compete for, in the proportions of client-go: renewed every 2 s and given
 * up after 10 s without success where it lasts 15 s.
 *
 * @param namespace where the Lease is
 * @param name its name; replicas of one installation share it, and no others do
 * @param duration how long a leader that is not heard of any more stays the leader
 */
public record LeaseSettings(String namespace, String name, Duration duration) {
  public LeaseSettings {
    requireNonNull(namespace, "namespace is null");
    requireNonNull(name, "name is null");
    requireNonNull(duration, "duration is null");
  }

  /** How long a leader tries to renew the Lease before it gives up. */
  Duration renewDeadline() {
    return duration.multipliedBy(2).dividedBy(3);
  }

  /** How long to wait between two looks at the Lease. */
  Duration retryPeriod() {
    return duration.multipliedBy(2).dividedBy(15);
  }
}
