package io.tidemark.bench;

import static io.tidemark.bench.ScaleCluster.pass;
import static io.tidemark.bench.ScaleCluster.seconds;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * etcd, the API server, Temporal and Tidemark were stopped and started again.
 *
 * @param startSeconds from the start of a replica until it watched
 * @param writes to Flink's resources; all of them were settled before
 * @param workflows that were started
 */
record FullRestart(double startSeconds, Counts writes, long workflows) {

  /**
   * @param watched how long to look for writes; longer than two sweeps
   */
  static FullRestart run(ScaleCluster cluster, Duration watched) {
    cluster.replicas.close();
    var kubernetes = cluster.stack.kubernetes();
    kubernetes.apiServer().kill();
    kubernetes.etcd().restart();
    kubernetes.apiServer().start();
    cluster.stack.temporal().process().restart();
    var from = Instant.now();
    var start = cluster.replicas.start(Map.of());
    pass(watched);
    // The API server counts from its own start.
    var writes = writes(Meters.kubernetesRequests(cluster.kubernetes));
    var workflows = cluster.temporal.starts(from);
    try (var route = cluster.route()) {
      route.takeSavepoint(ScaleCluster.jobs().get(0)); // It works too, and not only writes nothing.
    }
    return new FullRestart(seconds(start), writes, workflows);
  }

  /** Returns those of the requests that change Flink's resources. */
  static Counts writes(Counts requests) {
    return requests.only(name -> name.contains(" flink") && !Result.isRead(name));
  }
}
