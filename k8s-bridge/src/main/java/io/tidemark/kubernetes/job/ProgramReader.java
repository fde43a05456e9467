package io.tidemark.kubernetes.job;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;

import io.tidemark.kubernetes.model.ReconciledSpec;
import io.tidemark.kubernetes.store.JobStore;
import io.tidemark.workflow.job.Program;
import io.tidemark.workflow.job.ProgramReference;
import io.tidemark.workflow.job.ProgramSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the programs of session jobs from their resources (U2). */
public final class ProgramReader implements ProgramSource {
  private static final String SHA256 = "tidemark.io/jar-sha256";
  private static final String HEADER = "kubernetes.operator.user.artifacts.http.header";
  private static final List<String> NOT_FLINKS = List.of("kubernetes.operator.", "tidemark.");
  private static final String NAME = "pipeline.name";

  /** The same key on Flink 1.20 and 2.x. */
  private static final String RETENTION =
      "execution.checkpointing.externalized-checkpoint-retention";

  private final JobStore jobs;

  public ProgramReader(JobStore jobs) {
    this.jobs = requireNonNull(jobs, "jobs is null");
  }

  @Override
  public Optional<Program> read(ProgramReference program) {
    return jobs.readUntyped(program.job())
        .map(SessionJob::of)
        .flatMap(job -> spec(job, program).map(spec -> program(job, spec)));
  }

  private static Optional<SessionJobSpec> spec(SessionJob job, ProgramReference program) {
    return switch (program.spec()) {
      case DESIRED ->
          Optional.of(job.spec()).filter(it -> job.generation() == program.generation());
      case LAST_RECONCILED ->
          job.status()
              .reconciledSpec()
              .filter(it -> job.status().observedGeneration() == program.generation());
      case LAST_STABLE ->
          job.status().stableSpec().map(ReconciledSpec::spec).map(SessionJobSpec::new);
    };
  }

  private static Program program(SessionJob job, SessionJobSpec spec) {
    return new Program(
        spec.jarUri().orElse(null),
        spec.entryClass().orElse(null),
        spec.args(),
        spec.parallelism().orElse(null),
        spec.allowNonRestoredState(),
        configuration(job, spec),
        job.annotation(SHA256).map(String::strip).filter(it -> !it.isEmpty()).orElse(null),
        headers(spec));
  }

  /** Returns the job's own configuration, with the reference's defaults. */
  private static Map<String, String> configuration(SessionJob job, SessionJobSpec spec) {
    var configuration = new HashMap<String, String>();
    configuration.put(NAME, job.id().name());
    configuration.put(RETENTION, "RETAIN_ON_CANCELLATION");
    spec.configuration().entrySet().stream()
        .filter(entry -> NOT_FLINKS.stream().noneMatch(entry.getKey()::startsWith))
        .forEach(entry -> configuration.put(entry.getKey(), entry.getValue()));
    return configuration;
  }

  /** Reads a map as Flink writes it, such as {@code Authorization:Bearer a,Accept:b}. */
  private static Map<String, String> headers(SessionJobSpec spec) {
    return Optional.ofNullable(spec.configuration().get(HEADER)).stream()
        .flatMap(text -> Arrays.stream(text.split(",")))
        .map(pair -> pair.split(":", 2))
        .filter(pair -> pair.length == 2)
        .collect(toMap(pair -> pair[0].strip(), pair -> pair[1].strip(), (first, last) -> last));
  }
}
