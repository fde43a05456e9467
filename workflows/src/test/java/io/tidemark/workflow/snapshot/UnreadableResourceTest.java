package io.tidemark.workflow.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A resource that is being deleted and that the API server does not let Tidemark read. */
class UnreadableResourceTest extends WorkflowTestBase {

  @ParameterizedTest(name = "by a cancellation: {0}")
  @DisplayName("R15 W3 what was asked for while the resource could not be read is done once it can")
  @ValueSource(booleans = {false, true})
  void skippedWhileUnreadable(boolean cancelled) {
    run();
    resources.delete(now());
    resources.failSteps(100);
    whileWaiting(
        Duration.ofMinutes(2),
        () -> {
          if (cancelled) {
            cancel();
          } else {
            running().skipDisposal();
          }
        });
    environment.registerDelayedCallback(Duration.ofMinutes(5), resources::succeed);

    var result = runInBackground();

    if (cancelled) {
      assertThat(result).failsWithin(PATIENCE);
    } else {
      assertThat(end(result).outcome()).isEqualTo("RETAINED");
    }
    assertThat(flink.disposed).isEmpty();
    assertThat(resources.eventReasons()).containsExactly("SavepointRetained");
    assertThat(resources.events.get(0).message()).contains("skipped on request");
    assertThat(resources.released).isTrue();
  }

  @Test
  @DisplayName("R15 a deadline that passed while the resource could not be read holds once it can")
  void deadlineWhileUnreadable() {
    run();
    var deletedAt = now();
    resources.delete(deletedAt);
    resources.failSteps(100);
    environment.registerDelayedCallback(Duration.ofMinutes(11), resources::succeed);

    var result = end(runInBackground());

    assertThat(result.outcome()).isEqualTo("RETAINED");
    assertThat(flink.disposed).isEmpty();
    assertThat(Duration.between(deletedAt, endedAt())).isLessThan(Duration.ofMinutes(13));
  }

  @Test
  @DisplayName("R15 W3 a request ends the tries to read the resource, which begin again")
  void requestWhileReading() {
    run();
    resources.delete(now());
    for (int i = 0; i < 1_000; i++) {
      resources.errors.add(ApplicationFailure.newFailure("away", "Unavailable"));
    }
    var result = runInBackground();
    awaitActivity("Claim");

    running().skipDisposal();

    awaitCancelRequest();
    resources.succeed();
    assertThat(end(result).outcome()).isEqualTo("RETAINED");
  }
}
