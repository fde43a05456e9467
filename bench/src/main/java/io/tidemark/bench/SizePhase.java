package io.tidemark.bench;

import static io.tidemark.bench.ScaleCluster.awaitLong;
import static io.tidemark.bench.ScaleCluster.pass;
import static io.tidemark.bench.ScaleCluster.seconds;

import io.tidemark.bench.Population.Size;
import io.tidemark.bench.ScaleStage.Footprint;
import io.tidemark.bench.ScaleStage.Load;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * Grows the population to a size, starts Tidemark, and measures what it takes, alone and under a
 * steady load. Tidemark is stopped before and runs afterwards.
 */
record SizePhase(ScaleCluster cluster, ScaleOptions options) {
  private static final int KEPT = 20;

  ScaleStage run(Size size) {
    cluster.replicas.close();
    var more = size.jobs() - cluster.population.size().jobs();
    cluster.population.grow(size);
    var before = Meters.kubernetesRequests(cluster.kubernetes);
    var start = cluster.replicas.start(Map.of());
    var schedules = awaitSchedules(size);
    var requests = Meters.kubernetesRequests(cluster.kubernetes).since(before);
    var load = load();
    var leader = cluster.replicas.leader().process().pid();
    var footprint =
        new Footprint(
            seconds(start),
            seconds(schedules),
            more,
            LiveHeap.megabytes(leader),
            new ProcessMeter(leader).megabytes(),
            cluster.etcd.megabytesInUse(),
            FullRestart.writes(requests));
    return new ScaleStage(size, footprint, load);
  }

  /** The job that all others are copies of has a schedule too. */
  private Duration awaitSchedules(Size size) {
    var from = Instant.now();
    awaitLong("the schedules of all jobs")
        .until(() -> cluster.temporal.periodicSchedules() == size.jobs() + JobTemplate.JOBS);
    return Duration.between(from, Instant.now());
  }

  private Load load() {
    try (var route = cluster.route()) {
      var unused = run(route, options.warmUpSeconds);
      var usedBefore = cluster.replicas.usage();
      var processes = cluster.replicas.processes();
      var cpuBefore = processes.cpuSeconds();
      var from = Instant.now();
      var load = run(route, options.loadSeconds);
      var took = Duration.between(from, Instant.now());
      var cpu = processes.cpuSeconds().since(cpuBefore);
      var used = cluster.replicas.usage().since(usedBefore);
      return new Load(seconds(took), load.taken(), load.disposed(), cpu, used);
    }
  }

  private SteadyLoad run(ThroughTidemark route, int howLong) {
    try (var load = new SteadyLoad(route, ScaleCluster.jobs(), Math.max(0, KEPT - route.taken()))) {
      load.start(options.perSecond);
      pass(Duration.ofSeconds(howLong));
      load.finish();
      return load;
    }
  }
}
