package io.tidemark.bench;

import static java.util.stream.Collectors.joining;

import io.tidemark.bench.DisturbedNamespaces.Disturbance;
import io.tidemark.dev.DevStack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The command line of the neighbours: how long snapshots of one namespace take alone, and how long
 * while something goes wrong for their neighbours. The exit code is 1 if one of them failed; how
 * fast they were never fails it.
 */
@Command(
    name = "make neighbours",
    description = "Measures snapshots alone and while other namespaces and clusters are disturbed.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class Neighbours implements Callable<Integer> {
  private static final Duration SNAPSHOT_LIMIT = Duration.ofMinutes(5);

  @Option(names = "--warm-up", description = "Snapshots before the first measurement.")
  private int warmUp = 150;

  @Option(names = "--snapshots", description = "Snapshots taken at once, and deleted at once.")
  private int snapshots = 100;

  @Option(names = "--neighbours", description = "Snapshots in each disturbed namespace.")
  private int neighbours = 20;

  @Mixin private StackOptions stackOptions;

  /** Runs the measurement. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Neighbours()).execute(arguments));
  }

  @Override
  public Integer call() {
    System.out.println("Starting etcd, kube-apiserver, Temporal, Flink and Tidemark …");
    try (var stack = stackOptions.startStack();
        var namespaces = new DisturbedNamespaces(stack, neighbours);
        var server = stackOptions.startTidemark(stack, namespaces.settings());
        var kubernetes = Benchmark.kubernetes(stack);
        var route = new ThroughTidemark(kubernetes, SNAPSHOT_LIMIT)) {
      System.out.println("Tidemark is at " + server.address());
      measure("warm-up", route, stack, warmUp);
      var measurements = new ArrayList<Measurement>();
      for (var disturbance : namespaces.disturbances()) {
        measurements.add(measured(disturbance, route, stack));
      }
      System.out.println("\n" + table(measurements));
      return measurements.stream().allMatch(Measurement::complete) ? 0 : 1;
    }
  }

  private Measurement measured(Disturbance disturbance, Route route, DevStack stack) {
    System.out.println(disturbance.name() + " …");
    disturbance.prepare().run();
    var end = disturbance.begin().get();
    try {
      return measure(disturbance.name(), route, stack, snapshots);
    } finally {
      end.run();
    }
  }

  private static Measurement measure(String name, Route route, DevStack stack, int size) {
    var jobs = stack.flink().jobs();
    var taken = Workload.atOnce(name, size).run(route, jobs);
    var deleted = Workload.disposalsAtOnce(name, size).run(route, jobs);
    return new Measurement(name, taken, deleted);
  }

  /** As Markdown; the first measurement is the one to compare with. */
  private static String table(List<Measurement> measurements) {
    var alone = measurements.get(0);
    return Stream.concat(
            Stream.of(
                "| at once, p50 / p95 / last | taken, s | ratio | deleted, s | ratio |",
                "|---|---|---|---|---|"),
            measurements.stream()
                .map(
                    it ->
                        Stream.of(
                                it.name(),
                                seconds(it.taken()),
                                ratio(it.taken(), alone.taken()),
                                seconds(it.deleted()),
                                ratio(it.deleted(), alone.deleted()))
                            .collect(joining(" | ", "| ", " |"))))
        .collect(joining("\n"));
  }

  private static String seconds(Timings timings) {
    return each(value -> value.apply(timings));
  }

  private static String ratio(Timings timings, Timings alone) {
    return each(value -> value.apply(timings) / value.apply(alone));
  }

  private static String each(Function<Function<Timings, Double>, Double> figure) {
    return Stream.<Function<Timings, Double>>of(Timings::p50, Timings::p95, Timings::last)
        .map(value -> String.format(Locale.ROOT, "%.2f", figure.apply(value)))
        .collect(joining(" / "));
  }

  /**
   * A measurement.
   *
   * @param taken from the creation of all until each was COMPLETED
   * @param deleted from the deletion of all until each was gone
   */
  private record Measurement(String name, Timings taken, Timings deleted) {
    boolean complete() {
      return taken.failures().isEmpty() && deleted.failures().isEmpty();
    }
  }
}
