package io.tidemark.e2e;

import static io.tidemark.dev.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.e2e.ScriptedFlink.Mood;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A Flink that accepts connections and never answers. Calls may hang for an hour here, so anything
 * that they block stays blocked for the whole test.
 */
class HungFlinkE2E {
  private static final int SNAPSHOTS = 200;
  private static final String SAVEPOINT =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkStateSnapshot
      metadata: {name: %1$s-%2$d, labels: {of: %1$s}}
      spec:
        jobReference: {kind: FlinkDeployment, name: %1$s}
        savepoint: {disposeOnDelete: false}
      ---
      """;

  @RegisterExtension static final Story story = Story.in("hung");

  private static final ScriptedFlink flink = new ScriptedFlink();

  @BeforeAll
  static void start() {
    story.shared().proxy().route(story.namespace(), "stuck", flink.address());
    story.serve("hung", Map.of("TIDEMARK_FLINK_REQUEST_TIMEOUT", "1 h"));
    story.deploy("healthy");
    story.deploy("stuck", flink.job());
  }

  @AfterAll
  static void close() {
    flink.close();
  }

  @Test
  @DisplayName(
      "R8 R17 200 snapshots of a Flink that never answers do not block those of other jobs")
  void blocksNoOtherJob() {
    flink.become(Mood.STALLING);
    story.snapshots().apply(yaml("stuck", SNAPSHOTS));
    await("all hang").until(() -> of("stuck"), HungFlinkE2E::claimed);
    await("calls").until(() -> flink.received(call -> true) > 0);

    story.snapshots().apply(yaml("healthy", 20));

    await("the healthy job's").until(() -> of("healthy"), HungFlinkE2E::completed);
    assertThat(of("stuck")).noneMatch(Snapshot::ended).allMatch(it -> it.failures() == 0);
  }

  private static boolean claimed(List<Snapshot> found) {
    return found.size() == SNAPSHOTS
        && found.stream().noneMatch(it -> it.annotation("tidemark.io/workflow-id").isEmpty());
  }

  private static boolean completed(List<Snapshot> found) {
    return found.stream().allMatch(it -> it.state().equals("COMPLETED"));
  }

  private static List<Snapshot> of(String job) {
    return story.snapshots().labelled("of", job);
  }

  private static String yaml(String job, int count) {
    return IntStream.range(0, count)
        .mapToObj(number -> SAVEPOINT.formatted(job, number))
        .collect(Collectors.joining());
  }
}
