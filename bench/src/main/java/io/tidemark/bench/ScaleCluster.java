package io.tidemark.bench;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.tidemark.dev.DevStack;
import io.tidemark.dev.FlinkJob;
import io.tidemark.dev.Waits;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;

/**
 * A real etcd, API server and Temporal with simulated Flink clusters, the replicas of Tidemark, and
 * two kinds of jobs: those of the population, and those that the steady load is for.
 */
final class ScaleCluster implements AutoCloseable {
  private static final int JOBS_OF_THE_LOAD = 50;

  /** The end of a wait for what grows with the size: it means that this never comes. */
  private static final Duration LONG_LIMIT = Duration.ofHours(2);

  private static final Duration INTERVAL = Duration.ofSeconds(2);

  final SimulatedFlink flink = new SimulatedFlink();
  final DevStack stack = DevStack.builder().kubernetes().temporal().start();
  final KubernetesClient kubernetes = Benchmark.kubernetes(stack);
  final Etcd etcd = new Etcd(stack.kubernetes().etcdAddress(), HttpClient.newHttpClient());
  final TemporalState temporal = new TemporalState(stack.temporal().address());
  final Replicas replicas;
  final Population population;
  private int routes;

  ScaleCluster(ScaleOptions options) {
    var settings = new HashMap<String, String>();
    settings.put("TIDEMARK_FLINK_REST_URL_TEMPLATE", flink.urlTemplate());
    settings.putAll(options.settings);
    replicas = new Replicas(stack, settings, options.heapMegabytes);
    Population.namespaces().forEach(stack.kubernetes()::createNamespace);
    jobs().forEach(job -> stack.resources().publishDeployment("default", job.name(), job));
    var unused = replicas.start(Map.of());
    population = new Population(JobTemplate.create(stack, etcd), flink, etcd);
    replicas.close();
  }

  /** Returns the jobs of the steady load. */
  static List<FlinkJob> jobs() {
    return IntStream.range(0, JOBS_OF_THE_LOAD)
        .mapToObj(number -> SimulatedFlink.job("default", "load-" + number))
        .toList();
  }

  /** A route whose resources have names of their own. */
  ThroughTidemark route() {
    routes++;
    return new ThroughTidemark(kubernetes, "default", "load-" + routes, Waits.LIMIT);
  }

  /** Returns the snapshots of the population that the API server has. */
  long populationSnapshots() {
    return Population.namespaces().stream().mapToLong(this::snapshots).sum();
  }

  private long snapshots(String namespace) {
    var path = "/apis/flink.apache.org/v1beta1/namespaces/%s/flinkstatesnapshots?limit=1";
    var list = Etcd.read(kubernetes.raw(path.formatted(namespace)));
    return list.path("items").size() + list.at("/metadata/remainingItemCount").asLong();
  }

  /** Returns what is wrong if there are not as many savepoints as resources. */
  List<String> problems() {
    try (var route = route()) {
      var resources = populationSnapshots() + route.count() + JobTemplate.SNAPSHOTS;
      return resources == flink.savepoints()
          ? List.of()
          : List.of("%d savepoints for %d resources".formatted(flink.savepoints(), resources));
    }
  }

  /** Waits for what takes the longer the more there is. */
  static ConditionFactory awaitLong(String what) {
    return Waits.await(what).atMost(LONG_LIMIT).pollInterval(INTERVAL);
  }

  /** Lets this time pass. */
  static void pass(Duration time) {
    Waits.await("the end of " + time).atMost(LONG_LIMIT).pollDelay(time).until(() -> true);
  }

  static double seconds(Duration time) {
    return time.toMillis() / 1000.0;
  }

  @Override
  public void close() {
    replicas.close();
    temporal.close();
    kubernetes.close();
    stack.close();
    flink.close();
  }
}
