package io.tidemark.e2e;

import static io.tidemark.dev.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.tidemark.dev.TidemarkServer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Snapshots by nonce, of a Tidemark without a reference operator. */
class NonceE2E {
  private static final String DEPLOYMENT = "FlinkDeployment";
  private static final String WITHOUT_STATUS =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkDeployment
      metadata: {name: %s}
      spec: {flinkVersion: v1_20, image: flink, serviceAccount: flink, job: {jarURI: local:///a}}
      """;

  @RegisterExtension static final Story story = Story.in("nonces").standalone();

  private static ApiProxy kubernetes;
  private static TidemarkServer tidemark;

  @BeforeAll
  static void start() {
    var server = story.stack().kubernetes();
    kubernetes = ApiProxy.before(server);
    tidemark = serve("nonces");
  }

  @AfterAll
  static void close() {
    kubernetes.close();
  }

  @Test
  @DisplayName("T1 a changed nonce is one savepoint of trigger type MANUAL, and no more of the job")
  void savepoint() {
    deploy("orders");
    await("its status").until(() -> job(DEPLOYMENT, "orders").get("status", "jobStatus") != null);
    changeNonce(DEPLOYMENT, "orders", "savepoint", 5);
    var asked = job(DEPLOYMENT, "orders");

    var snapshot = awaitOne("orders");

    assertThat(snapshot.text("/metadata/name")).matches("orders-savepoint-manual-\\d+");
    assertThat(snapshot.label("snapshot.trigger-type")).isEqualTo("MANUAL");
    assertThat(snapshot.label("snapshot.type")).isEqualTo("SAVEPOINT");
    assertThat(snapshot.directory().resolve("_metadata")).isNotEmptyFile();
    assertThat(story.triggers("orders")).hasSize(1);
    awaitDone("orders", 5);
    var served = job(DEPLOYMENT, "orders");
    assertThat(served.<Object>get("spec")).isEqualTo(asked.get("spec"));
    assertThat(served.<Object>get("status", "jobStatus"))
        .isEqualTo(asked.get("status", "jobStatus"));
    assertThat(served.getMetadata().getGeneration()).isEqualTo(asked.getMetadata().getGeneration());
  }

  @Test
  @DisplayName("T1 a changed checkpoint nonce of a FlinkSessionJob is one checkpoint")
  void checkpointOfSessionJob() {
    story.deploy("cluster");
    story.deploySessionJob("billing", "cluster");
    awaitSeen("FlinkSessionJob", "billing");

    changeNonce("FlinkSessionJob", "billing", "checkpoint", 5);

    var snapshot = awaitOne("billing");
    assertThat(snapshot.text("/metadata/name")).matches("billing-checkpoint-manual-\\d+");
    assertThat(snapshot.label("snapshot.trigger-type")).isEqualTo("MANUAL");
    assertThat(snapshot.label("job-reference.kind")).isEqualTo("FlinkSessionJob");
  }

  @Test
  @DisplayName("T1 R10 the snapshot of a job that does not run yet waits for it")
  void notRunning() {
    story.snapshots().apply(WITHOUT_STATUS.formatted("late"));
    awaitSeen(DEPLOYMENT, "late");

    changeNonce(DEPLOYMENT, "late", "savepoint", 1);
    await("the snapshot to wait")
        .until(() -> snapshots("late"), it -> anyIn("TRIGGER_PENDING", it));
    story.deploy("late");

    awaitOne("late");
  }

  @ParameterizedTest(name = "T1 S1 kill -9 {0}")
  @DisplayName("T1 S1 kill -9 at any step: one snapshot")
  @EnumSource
  void killed(NonceStep step) {
    var name = "killed-" + step.name().toLowerCase(Locale.ROOT);
    deploy(name);
    var hold = step.hold(kubernetes, name);
    changeNonce(DEPLOYMENT, name, "savepoint", 5);
    hold.awaitReached();

    tidemark.process().kill();
    var atDeath = snapshots(name).size();
    hold.drop();
    tidemark.process().start();

    awaitOne(name);
    awaitDone(name, 5);
    assertThat(atDeath).isEqualTo(step.snapshotsAtDeath());
    assertThat(snapshots(name)).hasSize(1);
    assertThat(story.triggers(name)).hasSize(1);
  }

  @Test
  @DisplayName("T1 S1 a nonce that changes again while its Tidemark is dead: one snapshot for each")
  void changedMeanwhile() {
    deploy("away");
    var hold = NonceStep.CREATION.hold(kubernetes, "away");
    changeNonce(DEPLOYMENT, "away", "savepoint", 5);
    hold.awaitReached();

    tidemark.process().kill();
    changeNonce(DEPLOYMENT, "away", "savepoint", 6);
    hold.drop();
    tidemark.process().start();

    awaitDone("away", 6);
    assertThat(snapshots("away")).hasSize(2);
  }

  @Test
  @DisplayName("T1 an answer of the API server that is lost at each step: one snapshot")
  void lostAnswers() {
    deploy("lossy");
    for (var step : NonceStep.values()) {
      kubernetes.loseAnswer(call -> step.is(call, "lossy"));
    }

    changeNonce(DEPLOYMENT, "lossy", "savepoint", 5);

    awaitOne("lossy");
    awaitDone("lossy", 5);
    assertThat(kubernetes.faultsLeft()).isZero();
    assertThat(snapshots("lossy")).hasSize(1);
  }

  @Test
  @DisplayName("T1 S2 two replicas without leader election: one snapshot for each nonce")
  void twoReplicas() {
    var names = IntStream.range(0, 10).mapToObj(it -> "twice-" + it).toList();
    var second = serve("nonces-2");
    try {
      names.forEach(NonceE2E::deploy);

      names.forEach(name -> changeNonce(DEPLOYMENT, name, "savepoint", 5));

      names.forEach(NonceE2E::awaitOne);
      names.forEach(name -> awaitDone(name, 5));
    } finally {
      second.close();
    }
    assertThat(names).allSatisfy(name -> assertThat(snapshots(name)).hasSize(1));
    assertThat(names).allSatisfy(name -> assertThat(story.triggers(name)).hasSize(1));
  }

  private static TidemarkServer serve(String name) {
    var server = story.stack().kubernetes();
    var account = server.serviceAccountKubeconfig("tidemark", "standalone");
    return story.serve(
        name,
        Map.of(
            "TIDEMARK_MODE",
            "standalone",
            "KUBECONFIG",
            kubernetes.kubeconfig(account).toString()));
  }

  private static void deploy(String name) {
    story.deploy(name);
    awaitSeen(DEPLOYMENT, name);
  }

  /** Until the job is one that Tidemark knows. */
  private static void awaitSeen(String kind, String name) {
    List.of("savepoint", "checkpoint")
        .forEach(
            type ->
                await(name + " is seen")
                    .until(() -> annotation(kind, name, type).contains("\"done\":true")));
  }

  /** Until a savepoint nonce of a FlinkDeployment is served. */
  private static void awaitDone(String name, int nonce) {
    await(name + " is served")
        .until(
            () -> annotation(DEPLOYMENT, name, "savepoint"),
            it -> it.contains("\"nonce\":" + nonce + ",") && it.contains("\"done\":true"));
  }

  private static void changeNonce(String kind, String name, String type, int nonce) {
    var patch = "{\"spec\":{\"job\":{\"%sTriggerNonce\":%d}}}".formatted(type, nonce);
    story.snapshots().kubectl("patch", kind, name, "--type=merge", "-p", patch);
  }

  private static Snapshot awaitOne(String job) {
    await("a snapshot of " + job).until(() -> snapshots(job), it -> anyIn("COMPLETED", it));
    assertThat(snapshots(job)).hasSize(1);
    return snapshots(job).get(0);
  }

  private static boolean anyIn(String state, List<Snapshot> snapshots) {
    return snapshots.stream().anyMatch(it -> it.state().equals(state));
  }

  private static List<Snapshot> snapshots(String job) {
    return story.snapshots().labelled("job-reference.name", job);
  }

  private static String annotation(String kind, String name, String type) {
    var annotations = job(kind, name).getMetadata().getAnnotations();
    return annotations.getOrDefault("tidemark.io/" + type + "-trigger-nonce", "");
  }

  private static GenericKubernetesResource job(String kind, String name) {
    return story.resource(kind, name).get();
  }

  /** A step of serving a nonce, by the request that it is. */
  private enum NonceStep {
    /** The intent has arrived, and who sent it does not know. */
    INTENT(0),
    /** The snapshot is created, and who asked for it does not know. */
    CREATION(1),
    /** The intent has not been marked as done. */
    DONE(1);

    private final int snapshotsAtDeath;

    NonceStep(int snapshotsAtDeath) {
      this.snapshotsAtDeath = snapshotsAtDeath;
    }

    int snapshotsAtDeath() {
      return snapshotsAtDeath;
    }

    Hold hold(ApiProxy proxy, String job) {
      return this == DONE
          ? proxy.holdRequests(call -> is(call, job))
          : proxy.holdAnswers(call -> is(call, job));
    }

    boolean is(Call call, String job) {
      return switch (this) {
        case INTENT -> marks(call, job, "false");
        case CREATION ->
            call.method().equals("POST") && call.body().contains(job + "-savepoint-manual-");
        case DONE -> marks(call, job, "true");
      };
    }

    private static boolean marks(Call call, String job, String done) {
      return call.method().equals("PATCH")
          && call.path().contains("/flinkdeployments/" + job)
          && call.body().contains("\\\"nonce\\\":5")
          && call.body().contains("\\\"done\\\":" + done);
    }
  }
}
