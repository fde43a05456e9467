package io.tidemark.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A connection to Flink breaks; that is no failed snapshot. */
class NetworkE2E {
  private static final String SAVEPOINT =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkStateSnapshot
      metadata: {name: %1$s}
      spec:
        backoffLimit: 0
        jobReference: {kind: FlinkDeployment, name: %1$s}
        savepoint: {path: "%2$s"}
      """;

  @RegisterExtension static final Story story = Story.in("network");

  @Test
  @DisplayName("R8 R9 a trigger whose answer is lost is not sent twice")
  void lostAnswer() {
    story.shared().proxy().loseAnswer(call -> isTrigger(call, "lost-answer"));

    assertOneSavepoint("lost-answer");
  }

  @Test
  @DisplayName("R8 R18 a trigger that never arrived is sent again")
  void lostTrigger() {
    story.shared().proxy().loseRequest(call -> isTrigger(call, "lost-trigger"));

    assertOneSavepoint("lost-trigger");
  }

  @Test
  @DisplayName("R8 a lost poll is asked again")
  void lostPoll() {
    story
        .shared()
        .proxy()
        .loseAnswer(
            call ->
                call.isFor(story.namespace(), "lost-poll") && call.path().contains("/savepoints/"));

    assertOneSavepoint("lost-poll");
  }

  private static void assertOneSavepoint(String name) {
    var directory = story.directory(name);
    story.deploy(name);

    story.snapshots().apply(SAVEPOINT.formatted(name, directory));

    var snapshot = story.snapshots().await(name, "COMPLETED");
    assertThat(snapshot.failures()).isZero();
    assertThat(snapshot.error()).isEmpty();
    assertThat(story.triggers(name)).hasSize(1);
    assertThat(Story.savepoints(directory)).containsExactly(snapshot.directory());
    assertThat(story.shared().proxy().faultsLeft()).isZero();
  }

  private static boolean isTrigger(Call call, String deployment) {
    return call.triggers() && call.isFor(story.namespace(), deployment);
  }
}
