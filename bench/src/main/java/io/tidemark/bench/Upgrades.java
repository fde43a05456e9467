package io.tidemark.bench;

import static java.util.stream.Collectors.toMap;

import io.tidemark.dev.DevStack;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Upgrades jobs at once, by both routes, on one stack. */
final class Upgrades {
  /** Rounds that are not measured: a server has run for a while when its jobs are upgraded. */
  private static final int WARM_UP = 5;

  private final DevStack stack;
  private final FlinkJobs jobs;
  private final int number;
  private final ExecutorService threads;

  /**
   * Prepares upgrades.
   *
   * @param number the number of jobs by each route
   */
  Upgrades(DevStack stack, int number) {
    this.stack = stack;
    this.jobs = new FlinkJobs(stack.flink());
    this.number = number;
    this.threads = Executors.newFixedThreadPool(number);
  }

  UpgradeReport run() {
    var at = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    try (var client = Benchmark.kubernetes(stack)) {
      var rest = downtimes("rest", new UpgradesByRest(stack));
      var tidemark = downtimes("tidemark", new UpgradesThroughTidemark(stack, client));
      return new UpgradeReport(
          at,
          Machine.now(),
          rest,
          tidemark,
          jobs.running("rest-") + jobs.running("tidemark-"),
          2 * number);
    } finally {
      threads.shutdownNow();
    }
  }

  /** Upgrades all jobs several times; the last time is measured. */
  private List<Double> downtimes(String prefix, UpgradeRoute route) {
    var names = IntStream.range(0, number).mapToObj(index -> prefix + "-" + index).toList();
    var current = atOnce(names, route::start);
    current.values().forEach(jobs::awaitRunning);
    for (var round = 0; round < WARM_UP; round++) {
      current = upgraded(current, route);
      current.values().forEach(jobs::awaitRunning);
    }
    var before = current;
    var after = upgraded(before, route);
    return names.stream().map(name -> jobs.downtime(before.get(name), after.get(name))).toList();
  }

  private Map<String, String> upgraded(Map<String, String> current, UpgradeRoute route) {
    return atOnce(List.copyOf(current.keySet()), name -> route.upgrade(name, current.get(name)));
  }

  private Map<String, String> atOnce(List<String> names, Function<String, String> call) {
    var calls =
        names.stream()
            .collect(
                toMap(
                    Function.identity(),
                    name -> CompletableFuture.supplyAsync(() -> call.apply(name), threads)));
    return calls.entrySet().stream()
        .collect(toMap(Map.Entry::getKey, entry -> entry.getValue().join()));
  }
}
