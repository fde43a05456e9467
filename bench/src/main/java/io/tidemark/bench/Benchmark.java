package io.tidemark.bench;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.tidemark.bench.Result.Events;
import io.tidemark.dev.DevStack;
import io.tidemark.dev.TidemarkServer;
import io.tidemark.dev.Waits;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** Sends the same workloads by both routes, on one stack, and reads the meters around each. */
final class Benchmark implements AutoCloseable {
  /** Tidemark's SDK reports its requests every 5 s; a savepoint too many would show by then too. */
  private static final Duration SETTLED = Duration.ofSeconds(6);

  private final DevStack stack;
  private final Processes processes;
  private final Meters meters;
  private final SavepointFiles savepoints;
  private final KubernetesClient kubernetes;
  private final PlainRest plainRest;
  private final ThroughTidemark throughTidemark;
  private final Histories histories;

  Benchmark(DevStack stack, TidemarkServer server) {
    this.stack = stack;
    this.processes = Processes.of(stack, server);
    this.meters = new Meters(stack, server);
    this.savepoints = new SavepointFiles(stack.flink().savepointDirectory());
    this.kubernetes = kubernetes(stack);
    this.plainRest = new PlainRest(stack.flink().restAddress());
    this.throughTidemark = new ThroughTidemark(kubernetes, Waits.LIMIT);
    this.histories = new Histories(stack.temporal().address());
  }

  /** Nothing of it is measured: the JVMs of Flink, Tidemark and this benchmark compile. */
  void warmUp(Workload workload) {
    for (var route : List.of(plainRest, throughTidemark)) {
      workload.prepare(route, stack.flink().jobs());
      workload.run(route, stack.flink().jobs());
    }
    settle();
  }

  List<Result> compare(Workload workload) {
    workload.prepare(plainRest, stack.flink().jobs());
    workload.prepare(throughTidemark, stack.flink().jobs());
    settle();
    return List.of(throughRest(workload), throughTidemark(workload));
  }

  @Override
  public void close() {
    histories.close();
    throughTidemark.close();
    kubernetes.close();
  }

  private Result throughRest(Workload workload) {
    return measured(workload, Result.PLAIN_REST, plainRest, () -> Events.NONE);
  }

  private Result throughTidemark(Workload workload) {
    var start = Instant.now();
    return measured(workload, Result.TIDEMARK, throughTidemark, () -> eventsSince(start));
  }

  private Result measured(
      Workload workload, String name, Route route, Supplier<Events> afterwards) {
    var resources = route.count();
    var files = savepoints.count();
    var before = meters.read();
    var cpuBefore = processes.cpuSeconds();
    var timings = workload.run(route, stack.flink().jobs());
    var cpu = processes.cpuSeconds().since(cpuBefore);
    var events = afterwards.get();
    var used = meters.read().since(before);
    return new Result(
        workload.name(),
        name,
        new Tally(workload.savepoints(), route.count() - resources, savepoints.count() - files),
        timings,
        used,
        cpu,
        events,
        processes.peakMegabytesOfTidemark());
  }

  private Events eventsSince(Instant start) {
    settle();
    return histories.since(start);
  }

  private static void settle() {
    await().pollDelay(SETTLED).until(() -> true);
  }

  /** As many requests at once as Tidemark's own client makes, so that this one does not brake. */
  static KubernetesClient kubernetes(DevStack stack) {
    var config = stack.kubernetes().config();
    config.setMaxConcurrentRequestsPerHost(config.getMaxConcurrentRequests());
    return new KubernetesClientBuilder().withConfig(config).build();
  }
}
