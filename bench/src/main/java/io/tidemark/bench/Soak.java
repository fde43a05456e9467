package io.tidemark.bench;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.tidemark.bench.SoakReport.Quarter;
import io.tidemark.dev.DevStack;
import io.tidemark.dev.TidemarkServer;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The command line of the soak, which loads Tidemark steadily and watches its memory and threads.
 * The first quarter of the time is for warming up. The exit code is 1 if a savepoint failed, if
 * there are more or fewer of them than resources, or if memory or threads grew.
 */
@Command(
    name = "make soak",
    description = "Takes savepoints at a steady rate and disposes of them again after a while.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class Soak implements Callable<Integer> {
  private static final int QUARTERS = 4;
  private static final Duration SNAPSHOT_LIMIT = Duration.ofMinutes(3);

  /** Gives three measurements in a quarter of a minute. */
  private static final Duration MEASURING_INTERVAL = Duration.ofSeconds(5);

  private static final int MEASUREMENTS_PER_QUARTER_OF_A_MINUTE = 3;

  @Option(names = "--minutes", description = "How long.")
  private int minutes = 20;

  @Option(names = "--per-second", description = "Savepoints taken, and disposed of, each second.")
  private int perSecond = 5;

  @Option(names = "--keep", description = "Savepoints that are there before the oldest goes.")
  private int keep = 150;

  @Mixin private StackOptions stackOptions;

  /** Runs the soak. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Soak()).execute(arguments));
  }

  @Override
  public Integer call() {
    System.out.println("Starting etcd, kube-apiserver, Temporal, Flink and Tidemark …");
    try (var stack = stackOptions.startStack();
        var server = stackOptions.startTidemark(stack);
        var kubernetes = Benchmark.kubernetes(stack)) {
      var report = report(stack, server, kubernetes);
      System.out.println("\n" + report.tables());
      report.problems().forEach(problem -> System.out.println("Problem: " + problem));
      return report.problems().isEmpty() ? 0 : 1;
    }
  }

  private SoakReport report(DevStack stack, TidemarkServer server, KubernetesClient kubernetes) {
    var savepoints = new SavepointFiles(stack.flink().savepointDirectory());
    var quarters = new ArrayList<Quarter>();
    try (var route = new ThroughTidemark(kubernetes, SNAPSHOT_LIMIT);
        var load = new SteadyLoad(route, stack.flink().jobs(), keep)) {
      load.start(perSecond);
      while (quarters.size() < QUARTERS) {
        var quarter = quarter(server);
        quarters.add(quarter);
        System.out.printf("%d of %d: %s%n", quarters.size(), QUARTERS, quarter);
      }
      load.finish();
      return new SoakReport(
          quarters, load.taken(), load.disposed(), route.count(), savepoints.count());
    }
  }

  /** Measures the process for a quarter of the time. */
  private Quarter quarter(TidemarkServer server) {
    var process = new ProcessMeter(server.process().pid());
    var megabytes = new DoubleSummaryStatistics();
    var threads = new DoubleSummaryStatistics();
    await()
        .pollDelay(MEASURING_INTERVAL)
        .pollInterval(MEASURING_INTERVAL)
        .timeout(ChronoUnit.FOREVER.getDuration())
        .until(
            () -> {
              megabytes.accept(process.megabytes());
              threads.accept(threads(server));
              return threads.getCount() == (long) minutes * MEASUREMENTS_PER_QUARTER_OF_A_MINUTE;
            });
    return new Quarter(megabytes.getAverage(), threads.getMax());
  }

  private static double threads(TidemarkServer server) {
    return new PrometheusText(server.metrics())
        .count("jvm_threads_current", sample -> true, sample -> "")
        .of("");
  }
}
