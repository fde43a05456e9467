package io.tidemark.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.stream.DoubleStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * The command line of the measurement of a large installation. The exit code is 1 if a savepoint is
 * missing, a deletion or a cleanup failed, or a restart wrote to what was settled; how fast it was
 * never fails it.
 */
@Command(
    name = "make scale",
    description = "Measures Tidemark among many jobs and snapshots, with simulated Flink clusters.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class Scale implements Callable<Integer> {
  /** The empty cluster to compare with, and three sizes for a slope. */
  private static final double[] SHARES = {0, 0.25, 0.5, 1};

  private final Instant start = Instant.now();
  @Mixin private ScaleOptions options;

  /** Runs the measurement. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Scale()).execute(arguments));
  }

  @Override
  public Integer call() {
    var sizes = DoubleStream.of(SHARES).mapToObj(options::part).toList();
    say("Starting etcd, kube-apiserver, Temporal and Tidemark …");
    try (var cluster = new ScaleCluster(options)) {
      var stages = new ArrayList<ScaleStage>();
      for (var size : sizes) {
        say("%d jobs, %d snapshots …".formatted(size.jobs(), size.snapshots()));
        stages.add(new SizePhase(cluster, options).run(size));
      }
      say("%d savepoints that stay in progress …".formatted(options.waiting));
      var waiting = WaitingRun.run(cluster, options.waiting);
      say("Fail-over …");
      var failover = Failover.run(cluster);
      say("History cleanup …");
      var cleanup = CleanupRun.run(cluster);
      say("Restart of everything …");
      var restart = FullRestart.run(cluster, Duration.ofSeconds(options.watchSeconds));
      return show(new ScaleReport(stages, waiting, failover, cleanup, restart, cluster.problems()));
    }
  }

  private int show(ScaleReport report) {
    say("\n" + report.tables());
    report.problems().forEach(problem -> say("Problem: " + problem));
    return report.problems().isEmpty() ? 0 : 1;
  }

  private void say(String text) {
    System.out.printf("%4d s  %s%n", Duration.between(start, Instant.now()).toSeconds(), text);
  }
}
