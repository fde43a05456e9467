package io.tidemark.e2e;

import io.tidemark.dev.DevStack;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Records histories of snapshots in legacy mode, as {@link HistoryRecording} does of resources. */
class LegacyHistoryRecording {
  private static final String NAMESPACE = "legacy-histories";

  @RegisterExtension static final Story story = Story.in(NAMESPACE).standalone();

  private static final ScriptedFlink flink = new ScriptedFlink();

  private static DevStack stack;
  private static Temporal temporal;
  private static LegacyJobs jobs;

  @BeforeAll
  static void start() {
    stack = DevStack.builder().temporal().start();
    temporal = new Temporal(stack.temporal());
    var kubernetes = story.stack().kubernetes();
    var account = kubernetes.serviceAccountKubeconfig("tidemark", "standalone");
    jobs = new LegacyJobs(kubernetes.client(), story.snapshots(), NAMESPACE);
    story.serve(
        NAMESPACE,
        Map.of(
            "KUBECONFIG",
            account.toString(),
            "TEMPORAL_ADDRESS",
            stack.temporal().address(),
            "TIDEMARK_MODE",
            "standalone",
            "TIDEMARK_SNAPSHOT_RESOURCE_ENABLED",
            "false",
            "TIDEMARK_FLINK_REST_URL_TEMPLATE",
            flink.address().toString()));
  }

  @AfterAll
  static void stop() {
    flink.close();
    stack.close();
  }

  @BeforeEach
  void healthyFlink() {
    flink.behave();
  }

  @Test
  @DisplayName("W4 a savepoint that a job in legacy mode carries")
  void savepoint() {
    var history = recorder("legacy-savepoint");
    deploy("savepoint");
    jobs.changeNonce("savepoint", "savepoint", 5);
    jobs.awaitSettled("savepoint", 1);
    history.record(workflow("savepoint", "savepoint"), "COMPLETED");
  }

  @Test
  @DisplayName("W4 a checkpoint that a job in legacy mode carries")
  void checkpoint() {
    var history = recorder("legacy-checkpoint");
    deploy("checkpoint");
    jobs.changeNonce("checkpoint", "checkpoint", 5);
    jobs.await("checkpoint", "a checkpoint", job -> LegacyJobs.settled(job, "checkpoint"));
    history.record(workflow("checkpoint", "checkpoint"), "COMPLETED");
  }

  private static HistoryRecorder recorder(String name) {
    return HistoryRecorder.of(temporal, "SnapshotWorkflow", name);
  }

  private static void deploy(String name) {
    story.deploy(name, flink.job());
    jobs.awaitSeen(name);
  }

  private static String workflow(String job, String type) {
    var uid = jobs.get(job).at("/metadata/uid").asText().substring(0, 8);
    return "legacy-snapshot/%s/FlinkDeployment/%s/%s/%s".formatted(NAMESPACE, job, uid, type);
  }
}
