package io.tidemark.bench;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The command line of the benchmark. Exit code 1 if Flink took or disposed of more or fewer
 * savepoints than were asked for, or one did not end COMPLETED; how fast it was never fails it.
 */
@Command(
    name = "make bench",
    description = "Measures Tidemark against plain REST on the same Flink cluster.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class Bench implements Callable<Integer> {
  @Option(names = "--warm-up", description = "Snapshots before each workload, not measured.")
  private int warmUp = 150;

  @Option(names = "--sequential", description = "Snapshots one by one.")
  private int sequential = 200;

  @Option(names = "--burst", description = "Snapshots at once.")
  private int burst = 200;

  @Option(names = "--deletions", description = "Snapshots disposed of at once.")
  private int deletions = 200;

  @Option(
      names = "--upgrades",
      description = "Session jobs upgraded at once, instead of snapshots; 0 for none.")
  private int upgrades;

  @Option(
      names = "--profile",
      parameterConsumer = Profile.class,
      description =
          "burst: only 1000 snapshots at once, of 50 jobs. deletions: only 1000 disposed of at"
              + " once. upgrades: the down time of 10 session jobs that are upgraded at once. Options"
              + " behind it win over it.")
  @SuppressWarnings("UnusedVariable") // its options are there instead of it
  private String profile = "";

  @Option(names = "--json", description = "Where the report is written.")
  private Path json = Path.of("bench", "target", "bench.json");

  @Mixin private StackOptions stackOptions;
  @Spec private CommandSpec spec;

  /** Runs the benchmark. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Bench()).setOverwrittenOptionsAllowed(true).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    return upgrades > 0 ? compareUpgrades() : compareSnapshots();
  }

  private int compareUpgrades() throws IOException {
    say("Starting etcd, kube-apiserver, Temporal, Flink and Tidemark …");
    try (var stack = stackOptions.startStack(2 * upgrades);
        var server = stackOptions.startTidemark(stack, Map.of("TIDEMARK_MODE", "standalone"))) {
      say("Tidemark is process %d".formatted(server.process().pid()));
      say("%d upgrades at once, by both routes …".formatted(upgrades));
      var report = new Upgrades(stack, upgrades).run();
      write(report);
      say(report.table());
      return report.exact() ? 0 : 1;
    }
  }

  private int compareSnapshots() throws IOException {
    var machine = Machine.now();
    var at = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    var arguments = spec.commandLine().getParseResult().originalArgs();
    var report = new Report(at.toString(), machine, arguments, results());
    write(report);
    say(Table.of(report));
    return report.exact() ? 0 : 1;
  }

  private void write(Object report) throws IOException {
    Files.createDirectories(json.toAbsolutePath().getParent());
    JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValue(json.toFile(), report);
  }

  private List<Result> results() {
    say("Starting etcd, kube-apiserver, Temporal, Flink and Tidemark …");
    try (var stack = stackOptions.startStack();
        var server = stackOptions.startTidemark(stack);
        var benchmark = new Benchmark(stack, server)) {
      var results = new ArrayList<Result>();
      for (var workload : workloads()) {
        say("%s: %d savepoints …".formatted(workload.name(), workload.savepoints()));
        benchmark.warmUp(workload.ofSize(warmUp));
        results.addAll(benchmark.compare(workload));
      }
      return results;
    }
  }

  private List<Workload> workloads() {
    return Stream.of(
            Workload.oneByOne("one by one", sequential),
            Workload.atOnce("at once", burst),
            Workload.disposalsAtOnce("disposed of at once", deletions))
        .filter(workload -> workload.savepoints() > 0)
        .toList();
  }

  private void say(String text) {
    spec.commandLine().getOut().println(text);
  }
}
