package io.tidemark.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A Flink operator beside Tidemark whose label selector was forgotten. */
class CompanionE2E {
  private static final String FOREIGN = "f".repeat(32);
  private static final String SAVEPOINT =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkStateSnapshot
      metadata: {name: contested}
      spec:
        jobReference: {kind: FlinkDeployment, name: scripted}
        savepoint: {disposeOnDelete: false}
      """;

  private static final String SESSION_JOB =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkSessionJob
      metadata: {name: by-hand}
      spec:
        deploymentName: scripted
        job: {jarURI: "https://jars.example/job.jar", upgradeMode: stateless}
      """;

  @RegisterExtension static final Story story = Story.in("companion");

  private static final ScriptedFlink flink = new ScriptedFlink();

  @BeforeAll
  static void start() {
    story.serve(
        "companion", Map.of("TIDEMARK_FLINK_REST_URL_TEMPLATE", flink.address().toString()));
    story.deploy("scripted", flink.job());
  }

  @AfterAll
  static void close() {
    flink.close();
  }

  @Test
  @DisplayName("M1 a trigger id that is not ours is reported by an event and by tidemark check")
  void contested() {
    flink.finishSnapshots(false);
    story.snapshots().apply(SAVEPOINT);
    var ours = story.snapshots().await("contested", "IN_PROGRESS").triggerId();

    writeAsAnotherController();

    assertThat(story.snapshots().awaitEvent("contested", "HandledTwice").getMessage())
        .contains(FOREIGN, ours, "label selector");
    var check = story.tidemark(List.of("check"), story.environment(Map.of()));
    assertThat(check.status()).as(check.output()).isZero();
    assertThat(check.output().lines())
        .anySatisfy(
            line ->
                assertThat(line).startsWith("warning").contains(story.namespace() + "/contested"));
  }

  @Test
  @DisplayName(
      "M1 a workflow of a session job that is started by hand writes nothing, and says why")
  void sessionJob() {
    story.snapshots().apply(SESSION_JOB);
    var before = sessionJob("{.metadata.resourceVersion}");
    var uid = sessionJob("{.metadata.uid}");
    var input =
        "{\"job\":{\"namespace\":\"%s\",\"name\":\"by-hand\",\"uid\":\"%s\"}}"
            .formatted(story.namespace(), uid);

    var result =
        story
            .temporal()
            .temporal(
                "workflow",
                "execute",
                "--type=SessionJobWorkflow",
                "--task-queue=" + story.namespace(),
                "--workflow-id=job/by-hand",
                "--input=" + input);

    assertThat(result).contains("UNCHANGED", "mode companion");
    assertThat(sessionJob("{.metadata.resourceVersion}")).isEqualTo(before);
  }

  private static String sessionJob(String path) {
    return story
        .snapshots()
        .kubectl("get", "flinksessionjob", "by-hand", "--output=jsonpath=" + path);
  }

  private static void writeAsAnotherController() {
    story
        .snapshots()
        .kubectl(
            "patch",
            "flinksnp",
            "contested",
            "--subresource=status",
            "--type=merge",
            "--patch={\"status\":{\"triggerId\":\"" + FOREIGN + "\"}}");
  }
}
