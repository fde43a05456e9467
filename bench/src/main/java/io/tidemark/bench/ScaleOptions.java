package io.tidemark.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of {@code make scale}. */
final class ScaleOptions {
  @Option(names = "--jobs", description = "FlinkDeployments, each with a schedule.")
  private int jobs = 10_000;

  @Option(names = "--snapshots", description = "COMPLETED savepoints; a multiple of the jobs.")
  private int snapshots = 100_000;

  @Option(names = "--per-second", description = "Savepoints taken, and deleted, each second.")
  int perSecond = 2;

  @Option(names = "--load-seconds", description = "How long the steady load is measured.")
  int loadSeconds = 60;

  @Option(names = "--warm-up-seconds", description = "How long it runs before that.")
  int warmUpSeconds = 30;

  @Option(names = "--waiting", description = "Savepoints that stay in progress for two minutes.")
  int waiting = 500;

  @Option(names = "--watch-seconds", description = "How long a restarted Tidemark is watched.")
  int watchSeconds = 150;

  @Option(names = "--heap-megabytes", description = "The heap that each replica may use.")
  int heapMegabytes = 2048;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "Environment variables for the Tidemark server.")
  Map<String, String> settings = new LinkedHashMap<>();

  @Spec private CommandSpec command;

  /** Returns this part of the whole size. */
  Population.Size part(double share) {
    if (jobs < 4 || snapshots < jobs || snapshots % jobs != 0) {
      throw new ParameterException(
          command.commandLine(),
          "--snapshots is %d, which has to be a multiple of --jobs, which is %d and has to be 4 or more"
              .formatted(snapshots, jobs));
    }
    return new Population.Size((int) (jobs * share), snapshots / jobs);
  }
}
