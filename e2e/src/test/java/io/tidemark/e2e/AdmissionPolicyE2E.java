package io.tidemark.e2e;

import static io.tidemark.dev.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An admission policy refuses what Tidemark writes, on the real API server. */
class AdmissionPolicyE2E {
  private static final String TASK_QUEUE = "policies";

  /** Refuses all changes of the snapshots whose names begin with the policy's name. */
  private static final String POLICY =
      """
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingAdmissionPolicy
      metadata: {name: %1$s}
      spec:
        matchConstraints:
          namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: policies}}
          resourceRules:
            - apiGroups: [flink.apache.org]
              apiVersions: ["*"]
              operations: [CREATE, UPDATE, DELETE]
              resources: [flinkstatesnapshots]
        validations:
          - expression: "request.userInfo.username == 'admin' || !request.name.startsWith('%1$s')"
            message: the snapshots of %1$s are frozen
      ---
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingAdmissionPolicyBinding
      metadata: {name: %1$s}
      spec: {policyName: %1$s, validationActions: [Deny]}
      """;

  private static final String SNAPSHOT =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkStateSnapshot
      metadata:
        name: %s
        labels: {snapshot.trigger-type: PERIODIC}
      spec:
        jobReference: {kind: FlinkDeployment, name: %s}
        savepoint: {disposeOnDelete: false}
      """;

  @RegisterExtension static final Story story = Story.in("policies");

  @BeforeAll
  static void start() {
    story.serve(TASK_QUEUE, Story.CLEANUP_ON_REQUEST);
  }

  @Test
  @DisplayName("R24 R9 a snapshot that may not be written says so, and is taken afterwards")
  void refusedChange() {
    story.deploy("ice");
    freeze("ice");

    story.snapshots().create(SNAPSHOT.formatted("ice-1", "ice"));

    assertThat(story.snapshots().awaitEvent("ice-1", "RequestRefused").getMessage())
        .contains("the snapshots of ice are frozen");
    var workflow = story.snapshots().get("ice-1").workflowId();
    await("the words in progress")
        .ignoreException(IllegalStateException.class) // the server can be too busy for a query
        .until(() -> progress(workflow).contains("ice are frozen"));
    assertThat(story.triggers("ice")).isEmpty();

    thaw("ice");

    story.snapshots().await("ice-1", "COMPLETED");
    assertThat(story.triggers("ice")).hasSize(1);
  }

  @Test
  @DisplayName("T2 R24 a scheduled snapshot that may not be created says so on its job")
  void refusedCreation() {
    story.deploy("snow");
    story.snapshots().kubectl("annotate", "flinkdep", "snow", "tidemark.io/periodic-savepoint=1d");
    var schedule = "periodic-savepoint/policies/FlinkDeployment/snow";
    await("the schedule")
        .ignoreException(IllegalStateException.class)
        .until(() -> story.temporal().schedule(schedule).has("schedule"));
    freeze("snow");

    story.temporal().temporal("schedule", "trigger", "--schedule-id", schedule);

    assertThat(story.snapshots().awaitEvent("snow", "RequestRefused").getMessage())
        .contains("The periodic savepoint due at", "the snapshots of snow are frozen");
    assertThat(resultOfRunOf(schedule)).contains("SKIPPED", "snow are frozen");

    thaw("snow");
    story.temporal().temporal("schedule", "trigger", "--schedule-id", schedule);

    await("the snapshot")
        .until(() -> !story.snapshots().labelled("job-reference.name", "snow").isEmpty());
  }

  @Test
  @DisplayName("H1 H5 a snapshot that may not be deleted keeps no others from history cleanup")
  void refusedDeletion() {
    for (var job : List.of("cold", "warm")) {
      story.deploy(job);
      var limit =
          "{\"spec\":{\"flinkConfiguration\":{\"kubernetes.operator.savepoint.history.max.count\":\"1\"}}}";
      story.snapshots().kubectl("patch", "flinkdep", job, "--type=merge", "--patch=" + limit);
    }
    // Of snapshots that end in the same second, the last one by name counts as the newest: cold-3.
    take("cold-1", "cold");
    take("chill", "cold");
    take("cold-2", "cold");
    take("cold-3", "cold");
    take("warm-1", "warm");
    take("warm-2", "warm");
    freeze("chill");

    story.temporal().startCleanup(TASK_QUEUE, "cleanup", "{\"namespace\": \"policies\"}");

    var result = story.temporal().result("cleanup");
    assertThat(result).contains("chill not deleted: the API server refuses it", "chill are frozen");
    assertThat(present("cold")).containsExactlyInAnyOrder("chill", "cold-3");
    assertThat(present("warm")).containsExactly("warm-2");
    story.snapshots().awaitEvent("chill", "RequestRefused");
    thaw("chill");
  }

  /** Registers a policy, and waits until the API server applies it. */
  private static void freeze(String name) {
    story.snapshots().apply(POLICY.formatted(name));
    await("the policy").until(() -> refuses(name));
  }

  private static void thaw(String name) {
    story.snapshots().kubectl("delete", "validatingadmissionpolicybinding", name);
    story.snapshots().kubectl("delete", "validatingadmissionpolicy", name);
    await("the policy's end").until(() -> !refuses(name));
  }

  /** Asks the API server as another user than the administrator, who is exempt. */
  private static boolean refuses(String name) {
    var dryRun =
        List.of("create", "--dry-run=server", "--as=probe", "--as-group=system:masters", "-f", "-");
    var words = Stream.concat(Stream.of("-n", story.namespace()), dryRun.stream());
    try {
      story
          .shared()
          .kubectl()
          .runWithInput(SNAPSHOT.formatted(name + "-probe", "none"), words.toArray(String[]::new));
      return false;
    } catch (IllegalStateException answer) {
      return answer.getMessage().contains("are frozen");
    }
  }

  private static void take(String name, String job) {
    story.snapshots().apply(SNAPSHOT.formatted(name, job));
    story.snapshots().await(name, "COMPLETED");
  }

  private static List<String> present(String job) {
    return story.snapshots().labelled("job-reference.name", job).stream()
        .map(it -> it.text("/metadata/name"))
        .toList();
  }

  private static String progress(String workflow) {
    return story.temporal().temporal("workflow", "query", "-w", workflow, "--type", "progress");
  }

  /** Returns the history of the schedule's last completed run, with its result. */
  private static String resultOfRunOf(String schedule) {
    var query = "TemporalScheduledById='%s' AND ExecutionStatus='Completed'".formatted(schedule);
    var run = story.temporal().awaitListed(query).get(0);
    var workflow =
        story
            .temporal()
            .temporalJson("workflow", "list", "-q", query)
            .at("/0/execution/workflowId");
    return story.temporal().temporal("workflow", "show", "-w", workflow.asText(), "-r", run);
  }
}
