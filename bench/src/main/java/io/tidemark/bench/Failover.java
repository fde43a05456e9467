package io.tidemark.bench;

import static io.tidemark.bench.ScaleCluster.seconds;

import io.tidemark.dev.Waits;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * The replica that watches was killed, and a snapshot created at once.
 *
 * @param leaseSeconds from the kill until the other replica had the Lease
 * @param startSeconds from then until the snapshot's workflow started
 * @param completedSeconds from the Lease until the snapshot was COMPLETED
 */
record Failover(double leaseSeconds, double startSeconds, double completedSeconds) {

  static Failover run(ScaleCluster cluster) {
    try (var route = cluster.route()) {
      var killed = Instant.now();
      cluster.replicas.killLeader();
      route.takeSavepoint(ScaleCluster.jobs().get(0));
      var completed = Instant.now();
      var lease = cluster.replicas.leaseAcquired();
      Waits.await("the start in Temporal's list")
          .until(() -> cluster.temporal.firstStart(killed).isPresent());
      var start = cluster.temporal.firstStart(killed).orElseThrow();
      var unused = cluster.replicas.start(Map.of());
      return new Failover(
          seconds(Duration.between(killed, lease)),
          seconds(Duration.between(lease, start)),
          seconds(Duration.between(lease, completed)));
    }
  }
}
