package io.tidemark.e2e;

import static io.tidemark.dev.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.dev.DevProcess;
import io.tidemark.dev.DevStack;
import io.tidemark.dev.FlinkCluster;
import io.tidemark.dev.FlinkRelease;
import io.tidemark.dev.TidemarkServer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every step of a snapshot's life meets every fault. A request of the step is held on its way, the
 * process is killed with SIGKILL, or stopped for a while, and what was on its way is delivered or
 * lost. A short run has a few snapshots at all steps at once for each fault; {@code make
 * crash-matrix} has fifty in each cell of its own. It runs alone, since others cannot use the
 * servers that it kills.
 */
@Isolated
class CrashMatrixE2E {
  private static final Logger log = LoggerFactory.getLogger(CrashMatrixE2E.class);
  private static final int SNAPSHOTS = Integer.getInteger("tidemark.crash.snapshots", 2);
  private static final String CELLS = System.getProperty("tidemark.crash.cells", ".*");

  /** So long that also a busy machine reads the results of the snapshots before the fault. */
  private static final Duration MEMORY = Duration.ofSeconds(30);

  private static final Duration STOP = Duration.ofSeconds(20);

  /** Longer than the heartbeat time-out, after which another replica polls. */
  private static final Duration STOP_UNTIL_REPLACED = Duration.ofSeconds(75);

  @RegisterExtension static final Story story = Story.in("crash-matrix");
  @RegisterExtension static final Story amnesia = Story.in("amnesia");

  private static final CrashTable table =
      new CrashTable(
          Arrays.stream(CrashStep.values()).map(CrashStep::words).toList(),
          Arrays.stream(CrashFault.values()).map(CrashFault::words).toList());

  private static ApiProxy kubernetes;
  private static TcpProxy temporal;
  private static DevStack forgetful;
  private static TidemarkServer tidemark;

  /** Another replica, for a fault during which it takes over. */
  private Optional<TidemarkServer> other = Optional.empty();

  @BeforeAll
  static void start() {
    var stack = story.stack();
    kubernetes = ApiProxy.before(stack.kubernetes());
    temporal = TcpProxy.before(stack.temporal().address());
    forgetful =
        DevStack.builder()
            .flink(FlinkRelease.V1_20)
            .flinkSetting("rest.async.store-duration", MEMORY.toSeconds() + " s")
            .jobs(0)
            .start();
    story.shared().proxy().route(amnesia.namespace(), forgetful.flink().restAddress());
    tidemark = story.serve("crash-matrix", proxied(Map.of()));
    amnesia.serve(
        "amnesia", proxied(Map.of("TIDEMARK_FLINK_STORE_DURATION", MEMORY.toSeconds() + " s")));
  }

  @AfterAll
  static void close() {
    log.info("The crash matrix, {} snapshots in each cell:\n{}", SNAPSHOTS, table);
    temporal.close();
    kubernetes.close();
    forgetful.close();
  }

  static Stream<CrashCells<CrashFault, CrashStep>> cells() {
    return CrashCells.of(CrashFault.values(), CrashStep.values(), CELLS);
  }

  @ParameterizedTest(name = "S1 R9 {0}")
  @MethodSource("cells")
  @DisplayName("S1 S2 R9 R15 R18 W3 no fault at any step loses, repeats or hides a savepoint")
  void survives(CrashCells<CrashFault, CrashStep> cells) {
    var name = cells.name();
    try (var flink = new CrashFlink(story(cells.fault()), cluster(cells.fault()), name)) {
      var strike = new CrashStrike(story(cells.fault()), flink, name, cells.steps(), SNAPSHOTS);
      strike.begin(kubernetes);

      meet(cells.fault(), strike, flink);
      var over = Instant.now();
      strike.awaitEnd();

      var took = Duration.between(over, Instant.now());
      var outcomes = strike.outcomes();
      outcomes.forEach(
          outcome ->
              table.add(
                  outcome.step().words(),
                  cells.fault().words(),
                  "%s (%d s)".formatted(outcome, took.toSeconds())));
      flink.awaitCount(strike.triggerIds().size());
      if (cells.fault() != CrashFault.AMNESIA) {
        assertThat(outcomes).extracting(CrashOutcome::failures).containsOnly(0);
        assertThat(outcomes).extracting(CrashOutcome::orphans).containsOnly(0);
        assertThat(strike.triggerIds()).hasSize(cells.steps().size() * SNAPSHOTS);
      }
    }
  }

  private void meet(CrashFault fault, CrashStrike strike, CrashFlink flink) {
    switch (fault) {
      case TIDEMARK -> kill(tidemark.process(), strike::drop);
      case TEMPORAL -> kill(story.stack().temporal().process(), strike::release);
      case API_SERVER -> kill(story.stack().kubernetes().apiServer(), strike::dropAtKubernetes);
      case AMNESIA -> {
        temporal.refuse();
        strike.drop();
        awaitAmnesia(strike.triggerIds(), flink);
        temporal.accept();
      }
      case STOPPED -> stop(tidemark.process(), STOP, strike::release);
      case REPLACED -> {
        other = Optional.of(story.serve("crash-matrix-other", proxied(Map.of())));
        stop(tidemark.process(), STOP_UNTIL_REPLACED, strike::release);
      }
    }
  }

  @AfterEach
  void stopOther() {
    other.ifPresent(TidemarkServer::close);
  }

  private static void kill(DevProcess process, Runnable meanwhile) {
    process.kill();
    meanwhile.run();
    process.start();
  }

  private static void stop(DevProcess process, Duration time, Runnable meanwhile) {
    process.pause();
    meanwhile.run();
    awaitLater(Instant.now().plus(time));
    process.resume();
  }

  /** Until Flink remembers none of the triggers, and could not remember one that never arrived. */
  private static void awaitAmnesia(List<String> triggerIds, CrashFlink flink) {
    awaitLater(Instant.now().plus(MEMORY));
    await("amnesia").until(() -> triggerIds.stream().noneMatch(flink::remembers));
  }

  private static void awaitLater(Instant time) {
    await("time to pass").until(() -> Instant.now().isAfter(time));
  }

  private static Map<String, String> proxied(Map<String, String> more) {
    var settings = new HashMap<>(more);
    settings.put("TIDEMARK_LEADER_ELECTION", "true");
    settings.put("KUBECONFIG", kubernetes.kubeconfig(story.shared().kubeconfig()).toString());
    settings.put("TEMPORAL_ADDRESS", temporal.address());
    return settings;
  }

  private static FlinkCluster cluster(CrashFault fault) {
    return fault == CrashFault.AMNESIA ? forgetful.flink() : story.stack().flink();
  }

  private static Story story(CrashFault fault) {
    return fault == CrashFault.AMNESIA ? amnesia : story;
  }
}
