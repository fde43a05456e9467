package io.tidemark.bench;

import static io.tidemark.dev.Waits.await;

import io.tidemark.dev.DevStack;
import io.tidemark.dev.TidemarkServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Two replicas of Tidemark, of which one watches Kubernetes. */
final class Replicas implements AutoCloseable {
  private static final int COUNT = 2;
  private static final String NAMESPACE = "default";
  private static final String LEASE = "tidemark";

  private final DevStack stack;
  private final Map<String, String> settings;
  private final List<String> flags;
  private final List<TidemarkServer> running = new ArrayList<>();
  private int started;

  /**
   * @param settings of all replicas
   * @param heapMegabytes that each may use
   */
  Replicas(DevStack stack, Map<String, String> settings, int heapMegabytes) {
    this.stack = stack;
    this.settings = new HashMap<>(settings);
    this.settings.put("TIDEMARK_LEASE_NAMESPACE", NAMESPACE);
    this.settings.put("TIDEMARK_LEASE_NAME", LEASE);
    this.flags = List.of("-Xmx" + heapMegabytes + "m");
  }

  /**
   * Starts what is missing, the first one until it watches.
   *
   * @param more settings of those that are started now
   * @return how long the first one took, its JVM included
   */
  Duration start(Map<String, String> more) {
    var from = Instant.now();
    var all = new HashMap<>(settings);
    all.putAll(more);
    if (running.isEmpty()) {
      running.add(newReplica(all));
    }
    await("a replica that watches").until(() -> running.stream().anyMatch(Replicas::leads));
    var took = Duration.between(from, Instant.now());
    while (running.size() < COUNT) {
      running.add(newReplica(all));
    }
    return took;
  }

  /** Returns the one that watches. */
  TidemarkServer leader() {
    return running.stream()
        .filter(Replicas::leads)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no replica watches"));
  }

  /** Kills the one that watches (SIGKILL). */
  void killLeader() {
    var leader = leader();
    leader.process().kill();
    running.remove(leader);
  }

  /** Returns when the Lease last went to another replica, by the clock of this machine. */
  Instant leaseAcquired() {
    var lease =
        stack
            .kubernetes()
            .client()
            .genericKubernetesResources("coordination.k8s.io/v1", "Lease")
            .inNamespace(NAMESPACE)
            .withName(LEASE)
            .get();
    return Instant.parse(lease.<String>get("spec", "acquireTime"));
  }

  /** The meters of all processes that do the work. */
  Processes processes() {
    var meters = new HashMap<String, ProcessMeter>();
    var leader = leader();
    for (var replica : running) {
      var role = replica.equals(leader) ? "tidemark, watching" : "tidemark, other";
      meters.put(role, new ProcessMeter(replica.process().pid()));
    }
    meters.put("temporal", new ProcessMeter(stack.temporal().process().pid()));
    meters.put("kube-apiserver", new ProcessMeter(stack.kubernetes().apiServer().pid()));
    meters.put("etcd", new ProcessMeter(stack.kubernetes().etcd().pid()));
    return new Processes(meters);
  }

  /** The requests of all replicas since they, and the API server, were started. */
  Usage usage() {
    var usages = running.stream().map(it -> new Meters(stack, it).read()).toList();
    return new Usage(
        usages.get(0).kubernetesRequests(),
        usages.stream().map(Usage::temporalRequests).reduce(Counts.NONE, Counts::plus));
  }

  /** Ends all as Kubernetes would, with SIGTERM. */
  @Override
  public void close() {
    running.forEach(TidemarkServer::close);
    running.clear();
  }

  private TidemarkServer newReplica(Map<String, String> all) {
    started++;
    return TidemarkServer.start(stack, "tidemark-" + started, all, flags);
  }

  private static boolean leads(TidemarkServer replica) {
    return new PrometheusText(replica.metrics())
            .count("tidemark_leader", sample -> true, sample -> "")
            .of("")
        == 1;
  }
}
