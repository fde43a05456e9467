package io.tidemark.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.dev.DevProcess;
import io.tidemark.dev.DevStack;
import io.tidemark.dev.FlinkRelease;
import io.tidemark.dev.TidemarkServer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every step of the upgrade of a session job meets a fault. A request of the step is held on its
 * way, the process is killed with SIGKILL, and what was on its way is delivered or lost. A short
 * run kills Tidemark with one upgrade at each step; {@code make job-crash-matrix} has all faults,
 * and more upgrades. It runs alone, since others cannot use the servers that it kills.
 */
@Isolated
class SessionJobCrashE2E {
  private static final Logger log = LoggerFactory.getLogger(SessionJobCrashE2E.class);
  private static final int UPGRADES = Integer.getInteger("tidemark.job-crash.upgrades", 1);
  private static final String CELLS = System.getProperty("tidemark.job-crash.cells", "tidemark-.*");

  @RegisterExtension static final Story story = Story.in("job-crash").standalone();

  private static final CrashTable table =
      new CrashTable(
          Arrays.stream(JobCrashStep.values()).map(JobCrashStep::words).toList(),
          Arrays.stream(JobCrashFault.values()).map(JobCrashFault::words).toList());

  private static ApiProxy kubernetes;
  private static DevStack cluster;
  private static TidemarkServer tidemark;
  private static SessionJobs jobs;

  @BeforeAll
  static void start() {
    var stack = story.stack();
    kubernetes = ApiProxy.before(stack.kubernetes());
    cluster =
        DevStack.builder()
            .flink(FlinkRelease.V1_20)
            .flinkSetting("taskmanager.numberOfTaskSlots", "100")
            .highAvailability()
            .jobs(0)
            .start();
    story.shared().proxy().route(story.namespace(), cluster.flink().restAddress());
    var account = stack.kubernetes().serviceAccountKubeconfig("tidemark", "standalone");
    tidemark =
        story.serve(
            "job-crash",
            Map.of(
                "TIDEMARK_MODE",
                "standalone",
                "KUBECONFIG",
                kubernetes.kubeconfig(account).toString()));
    jobs = new SessionJobs(stack, cluster.flink(), story.snapshots(), story.namespace());
  }

  @AfterAll
  static void close() {
    log.info("The crash matrix of upgrades, {} in each cell:\n{}", UPGRADES, table);
    kubernetes.close();
    cluster.close();
  }

  static Stream<CrashCells<JobCrashFault, JobCrashStep>> cells() {
    return CrashCells.of(JobCrashFault.values(), JobCrashStep.values(), CELLS);
  }

  @ParameterizedTest(name = "U4 U5 {0}")
  @MethodSource("cells")
  @DisplayName("U1 U2 U4 U5 U6 U8 no fault at any step of an upgrade doubles a job or loses state")
  void survives(CrashCells<JobCrashFault, JobCrashStep> cells) {
    var upgrades =
        cells.steps().stream()
            .map(step -> new JobCrashCell(story, jobs, step, cells.fault().word(), UPGRADES))
            .toList();
    try (var running = RunningJobs.of(cluster.flink())) {
      apply(upgrades, 10);
      upgrades.forEach(JobCrashCell::awaitStarted);
      upgrades.forEach(cell -> cell.hold(kubernetes));
      apply(upgrades, 11);
      upgrades.forEach(JobCrashCell::awaitReached);

      meet(cells.fault(), upgrades);
      var over = Instant.now();
      upgrades.forEach(JobCrashCell::awaitEnd);

      var took = Duration.between(over, Instant.now());
      upgrades.forEach(cell -> cell.assertUpgraded(cells.fault()));
      assertThat(running.doubled()).isEmpty();
      assertThat(jars()).hasSize(1);
      upgrades.forEach(JobCrashCell::delete);
      upgrades.forEach(cell -> cell.resources().forEach(SessionJobCrashE2E::assertEnded));
      upgrades.forEach(
          cell ->
              table.add(
                  cell.step().words(),
                  cells.fault().words(),
                  "%s (%d s)".formatted(cell.outcome(), took.toSeconds())));
      log.info("{}: {} looks at the running jobs", cells, running.looks());
    }
  }

  private static void apply(List<JobCrashCell> upgrades, int recordsPerSecond) {
    story
        .snapshots()
        .apply(
            upgrades.stream()
                .map(cell -> cell.yaml(recordsPerSecond))
                .collect(Collectors.joining()));
  }

  private static void meet(JobCrashFault fault, List<JobCrashCell> upgrades) {
    var stack = story.stack();
    switch (fault) {
      case TIDEMARK -> kill(tidemark.process(), upgrades, JobCrashCell::drop);
      case TEMPORAL -> kill(stack.temporal().process(), upgrades, JobCrashCell::release);
      case API_SERVER ->
          kill(
              stack.kubernetes().apiServer(),
              upgrades,
              cell -> {
                if (cell.step().atFlink()) {
                  cell.release();
                } else {
                  cell.drop();
                }
              });
      case JOB_MANAGER ->
          kill(
              cluster.flink().process(),
              upgrades,
              cell -> {
                if (cell.step().atFlink()) {
                  cell.drop();
                } else {
                  cell.release();
                }
              });
    }
  }

  private static void kill(
      DevProcess process, List<JobCrashCell> upgrades, Consumer<JobCrashCell> meanwhile) {
    process.kill();
    upgrades.forEach(meanwhile);
    process.start();
  }

  private static void assertEnded(String resource) {
    assertThat(jobs.running(resource)).as(resource).isEmpty();
  }

  /** Returns the jars on the cluster, of which one is that of the cluster itself. */
  private static List<String> jars() {
    return cluster.flink().answer("/jars").path("files").findValuesAsText("id");
  }
}
