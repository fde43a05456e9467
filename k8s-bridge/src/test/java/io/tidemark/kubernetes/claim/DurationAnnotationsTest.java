package io.tidemark.kubernetes.claim;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.kubernetes.fixture.SnapshotDraft;
import io.tidemark.kubernetes.model.SnapshotAnnotations;
import io.tidemark.workflow.resource.ResourceEvent;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationAnnotationsTest {
  @ParameterizedTest
  @DisplayName("R10 R15 the event of an unreadable duration says in words which limit applies")
  @CsvSource({"PT10M, 10 min", "PT72H, 72 h", "PT90S, 90 s", "PT0S, no limit"})
  void fallback(Duration deadline, String text) {
    var snapshot =
        SnapshotDraft.savepoint()
            .annotation(SnapshotAnnotations.START_DEADLINE, "soon")
            .annotation(SnapshotAnnotations.DISPOSAL_DEADLINE, "later")
            .read();
    var settings = new ClaimSettings(deadline, deadline, 3, Plans.ANYWHERE);

    assertThat(DurationAnnotations.validationEvents(snapshot, settings))
        .extracting(ResourceEvent::message)
        .containsExactlyElementsOf(
            List.of(
                message("tidemark.io/start-deadline", "soon", text),
                message("tidemark.io/disposal-deadline", "later", text)));
  }

  private static String message(String annotation, String value, String limit) {
    return ("The annotation %s is \"%s\", but must be a duration such as 10 s, 5 min, 2 h or PT5M,"
            + " or 0; %s applies instead.")
        .formatted(annotation, value, limit);
  }
}
