package io.tidemark.e2e;

import static io.tidemark.dev.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.dev.TidemarkServer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code kubectl delete --all} on a bad day: the API server stumbles, and one job is away. */
class MassDeletionE2E {
  private static final int SNAPSHOTS = 50;
  private static final String LABEL = "batch";
  private static final String LOST = "lost";
  private static final String SAVEPOINT =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkStateSnapshot
      metadata:
        name: %1$s
        labels: {batch: all}
        annotations: {tidemark.io/disposal-deadline: %4$s}
      spec:
        jobReference: {kind: FlinkDeployment, name: %2$s}
        savepoint: {path: "%3$s", disposeOnDelete: true}
      ---
      """;

  @RegisterExtension static final Story story = Story.in("mass-deletion");

  private static ApiProxy kubernetes;
  private static TidemarkServer tidemark;

  @BeforeAll
  static void start() {
    kubernetes = ApiProxy.before(story.stack().kubernetes());
    var kubeconfig = kubernetes.kubeconfig(story.shared().kubeconfig()).toString();
    tidemark = story.serve("mass-deletion", Map.of("KUBECONFIG", kubeconfig));
  }

  @AfterAll
  static void close() {
    kubernetes.close();
  }

  @Test
  @DisplayName(
      "R17 R15 fifty deleted while every third patch fails and one job is away: 49 go with their"
          + " savepoints, the last after its deadline and says where its savepoint is")
  void deletesAll() {
    story.deploy("job");
    story.deploy(LOST);
    story.snapshots().apply(yaml());
    await("fifty savepoints").until(MassDeletionE2E::all, this::completed);
    var left = story.snapshots().get(LOST);
    story.shared().proxy().cutOff(call -> call.isFor(story.namespace(), LOST));
    kubernetes.refuse(everyThird(call -> call.method().equals("PATCH")), 500);

    story.snapshots().kubectl("delete", "flinksnp", "--all", "--wait=false");

    await("fifty gone").until(MassDeletionE2E::all, List::isEmpty);
    var event = story.snapshots().awaitEvent(LOST, "SavepointRetained");
    assertThat(event.getMessage()).contains(left.path()).contains("deadline");
    assertThat(story.temporal().result(left.workflowId()))
        .contains("RETAINED")
        .contains(left.path());
    await("a count of the event")
        .until(
            tidemark::metrics,
            it -> it.contains("tidemark_events_total{reason=\"SavepointRetained\"} 1.0"));
    assertThat(left.directory().resolve("_metadata")).exists();
    assertThat(disposed()).hasSize(SNAPSHOTS - 1).allMatch(it -> savepoints(it).isEmpty());
  }

  private boolean completed(List<Snapshot> found) {
    return found.size() == SNAPSHOTS
        && found.stream().allMatch(it -> it.state().equals("COMPLETED"));
  }

  private static List<Snapshot> all() {
    return story.snapshots().labelled(LABEL, "all");
  }

  private static String yaml() {
    return disposed().stream().map(it -> yaml(it, "job", "PT30M")).collect(Collectors.joining())
        + yaml(LOST, LOST, "PT5S");
  }

  private static String yaml(String name, String deployment, String deadline) {
    return SAVEPOINT.formatted(name, deployment, story.directory(name), deadline);
  }

  private static List<String> disposed() {
    return IntStream.range(1, SNAPSHOTS).mapToObj(it -> "snapshot-" + it).toList();
  }

  private static List<?> savepoints(String name) {
    return Story.savepoints(story.directory(name));
  }

  private static Predicate<Call> everyThird(Predicate<Call> matching) {
    var count = new AtomicInteger();
    return call -> matching.test(call) && count.incrementAndGet() % 3 == 0;
  }
}
