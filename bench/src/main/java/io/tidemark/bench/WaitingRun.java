package io.tidemark.bench;

import static io.tidemark.bench.ScaleCluster.pass;

import io.tidemark.dev.Waits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;

/**
 * What savepoints cost at Temporal while Flink takes its time for them.
 *
 * @param savepoints that are in progress
 * @param heartbeats a second
 * @param requests a second, the heartbeats included and the long polls of workers not
 */
record WaitingRun(int savepoints, double heartbeats, double requests) {
  private static final Duration MEASURED = Duration.ofSeconds(60);

  static WaitingRun run(ScaleCluster cluster, int savepoints) {
    cluster.flink.hold();
    var threads = Executors.newCachedThreadPool();
    try (var route = cluster.route()) {
      var jobs = ScaleCluster.jobs();
      var all = new ArrayList<CompletableFuture<Void>>();
      for (var number = 0; number < savepoints; number++) {
        var job = jobs.get(number % jobs.size());
        all.add(CompletableFuture.runAsync(() -> route.takeSavepoint(job), threads));
      }
      Waits.await("all in progress").until(() -> inProgress(cluster) == savepoints);
      pass(MEASURED);
      var before = cluster.replicas.usage().temporalRequests();
      pass(MEASURED);
      var requests = cluster.replicas.usage().temporalRequests().since(before);
      cluster.flink.release();
      all.forEach(CompletableFuture::join);
      return new WaitingRun(
          savepoints,
          requests.of("RecordActivityTaskHeartbeat") / MEASURED.toSeconds(),
          requests.sum(any -> true) / MEASURED.toSeconds());
    } finally {
      threads.shutdownNow();
    }
  }

  private static int inProgress(ScaleCluster cluster) {
    return cluster
        .kubernetes
        .genericKubernetesResources("flink.apache.org/v1beta1", "FlinkStateSnapshot")
        .inNamespace("default")
        .withLabel("snapshot.state", "IN_PROGRESS")
        .list()
        .getItems()
        .size();
  }
}
