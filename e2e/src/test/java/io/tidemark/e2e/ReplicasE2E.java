package io.tidemark.e2e;

import static io.tidemark.dev.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.dev.FlinkJobOptions;
import io.tidemark.dev.TidemarkServer;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two replicas: both work, and one of them watches. */
class ReplicasE2E {
  private static final int SIGTERM = 143;

  private static final String SAVEPOINT =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkStateSnapshot
      metadata: {name: %1$s}
      spec:
        jobReference: {kind: FlinkDeployment, name: %1$s}
        savepoint: {path: "%2$s"}
      """;

  /** Long enough to be renewed on a machine that is busy with much else. */
  private static final Map<String, String> SHORT_LEASE =
      Map.of(
          "TIDEMARK_LEADER_ELECTION", "true",
          "TIDEMARK_LEASE_DURATION", "30 s");

  @RegisterExtension static final Story story = Story.in("replicas");

  private TidemarkServer leader;
  private TidemarkServer other;

  /** The first one leads, since it is alone when the Lease is free. */
  @BeforeEach
  void startTwo() {
    leader = story.serve("replica-1", SHORT_LEASE);
    awaitLeading(leader);
    other = story.serve("replica-2", SHORT_LEASE);
  }

  /** Stops both, so that their Lease is free and the next test starts two new ones. */
  @AfterEach
  void stopBoth() {
    leader.close();
    other.close();
  }

  @Test
  @DisplayName("S2 kill -9 of the leader: the other one watches, and nothing is done twice")
  void leaderKilled() {
    takeSavepoint("before");
    assertThat(leads(other)).isFalse();

    var started = System.nanoTime();
    leader.process().kill();
    apply("after");
    awaitLeading(other);
    print("watched by the other one", started);

    assertTakenOnce("after");
    assertThat(story.temporal().runs(story.snapshots().get("before").workflowId())).hasSize(1);
    assertThat(story.triggers("before")).hasSize(1);
  }

  @Test
  @DisplayName("S2 R9 kill -9 in the middle of a step: the other one continues, with one savepoint")
  void killedInAStep() {
    story.deploy("cut");
    var hold = story.holdTriggers("cut");
    story.snapshots().apply(SAVEPOINT.formatted("cut", story.directory("cut")));
    hold.awaitReached();

    var started = System.nanoTime();
    leader.process().kill();
    hold.release();

    assertTakenOnce("cut");
    print("completed", started);
  }

  @Test
  @DisplayName("S2 R8 SIGTERM of a replica hands the savepoint that it awaits to the other one")
  void stopped() {
    var job = story.submit(FlinkJobOptions.named("long"));
    job.holdSnapshots();
    story.snapshots().apply(SAVEPOINT.formatted("long", story.directory("long")));
    var stopped = awaitedBy("long");
    var survivor = stopped == leader ? other : leader;

    var started = System.nanoTime();
    stopped.close();
    print("stopped", started);
    await("the other one to continue").until(() -> awaits(survivor, "long"));
    print("awaited by the other one", started);
    var handedOver = story.snapshots().get("long");
    awaitLeading(survivor);
    print("watched by the other one", started);
    job.healSnapshots();

    assertThat(stopped.process().exitCode()).isEqualTo(SIGTERM);
    assertThat(handedOver.state()).isEqualTo("IN_PROGRESS");
    assertTakenOnce("long");
    takeSavepoint("later");
  }

  private TidemarkServer awaitedBy(String name) {
    await("a replica to await it").until(() -> awaits(leader, name) || awaits(other, name));
    return awaits(leader, name) ? leader : other;
  }

  /** Returns true if Temporal says that an activity of this replica polls Flink. */
  private static boolean awaits(TidemarkServer replica, String name) {
    var workflow = story.snapshots().get(name).workflowId();
    return story
        .temporal()
        .temporalJson("workflow", "describe", "-w", workflow)
        .path("pendingActivities")
        .findValuesAsText("lastWorkerIdentity")
        .stream()
        .anyMatch(identity -> identity.startsWith(replica.process().pid() + "@"));
  }

  private static void takeSavepoint(String name) {
    apply(name);
    assertTakenOnce(name);
  }

  private static void apply(String name) {
    story.deploy(name);
    story.snapshots().apply(SAVEPOINT.formatted(name, story.directory(name)));
  }

  private static void assertTakenOnce(String name) {
    var snapshot = story.snapshots().await(name, "COMPLETED");
    assertThat(snapshot.failures()).isZero();
    assertThat(snapshot.triggerId()).isEqualTo(snapshot.expectedTriggerId(1));
    assertThat(story.triggers(name)).hasSize(1);
    assertThat(Story.savepoints(story.directory(name))).containsExactly(snapshot.directory());
  }

  private static void awaitLeading(TidemarkServer replica) {
    await("the leader").until(() -> leads(replica));
  }

  private static boolean leads(TidemarkServer replica) {
    return replica.metrics().lines().anyMatch("tidemark_leader 1.0"::equals);
  }

  /** For people to read: nothing here asserts speed. */
  private static void print(String what, long started) {
    System.out.printf("%s after %d ms%n", what, (System.nanoTime() - started) / 1_000_000);
  }
}
