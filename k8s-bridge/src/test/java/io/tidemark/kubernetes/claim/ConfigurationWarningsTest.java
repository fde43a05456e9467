package io.tidemark.kubernetes.claim;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.kubernetes.fixture.Jobs;
import io.tidemark.kubernetes.fixture.SnapshotDraft;
import io.tidemark.kubernetes.model.JobAnnotations;
import io.tidemark.kubernetes.model.SnapshotAnnotations;
import io.tidemark.workflow.resource.EventReason;
import io.tidemark.workflow.resource.ResourceEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationWarningsTest {
  @ParameterizedTest
  @DisplayName("R10 R15 the event of an unreadable duration says in words which limit applies")
  @CsvSource({"PT10M, 10 min", "PT72H, 72 h", "PT90S, 90 s", "PT0S, no limit"})
  void fallback(Duration deadline, String text) {
    var snapshot =
        SnapshotDraft.savepoint()
            .annotation(SnapshotAnnotations.START_DEADLINE, "soon")
            .annotation(SnapshotAnnotations.DISPOSAL_DEADLINE, "later")
            .read();
    var settings =
        new ClaimSettings(deadline, deadline, Plans.ATTEMPTS, false, "FULL", Plans.ANYWHERE);

    assertThat(ConfigurationWarnings.of(snapshot, JobObservation.NONE, settings))
        .extracting(ResourceEvent::message)
        .containsExactlyElementsOf(
            List.of(
                message("tidemark.io/start-deadline", "soon", text),
                message("tidemark.io/disposal-deadline", "later", text)));
  }

  @ParameterizedTest(name = "{0}: {1} warnings")
  @DisplayName("R15 skip-disposal that is neither true nor false is named with its value")
  @CsvSource({"true, 0", "True, 0", "FALSE, 0", "yes, 1", "'', 1"})
  void skipDisposal(String value, int warnings) {
    var snapshot =
        SnapshotDraft.savepoint().annotation(SnapshotAnnotations.SKIP_DISPOSAL, value).read();

    var events = ConfigurationWarnings.of(snapshot, JobObservation.NONE, Plans.SETTINGS);

    assertThat(events).hasSize(warnings);
    assertThat(events)
        .allSatisfy(
            event -> {
              assertThat(event.reason()).isEqualTo(EventReason.VALIDATION_ERROR);
              assertThat(event.message())
                  .isEqualTo(
                      "The annotation tidemark.io/skip-disposal is \"%s\", but must be true or"
                              .formatted(value)
                          + " false; the savepoint is kept.");
            });
  }

  @ParameterizedTest(name = "{0}, certificates {1}, TLS by the settings {2}: {3} warnings")
  @DisplayName("R8 a cluster that expects TLS without certificates of ours is named in an event")
  @CsvSource({
    "true, , false, 1",
    "TRUE, , false, 1",
    "true, orders-tls, false, 0",
    "true, , true, 0",
    "false, , false, 0"
  })
  void certificatesMissing(String enabled, String secret, boolean overTls, int warnings) {
    var orders =
        Jobs.deployment(
            "orders",
            "flinkConfiguration: {security.ssl.rest.enabled: " + enabled + "}",
            Jobs.RUNNING);
    if (secret != null) {
      orders.getMetadata().setAnnotations(Map.of(JobAnnotations.FLINK_TLS_SECRET, secret));
    }
    var settings =
        new ClaimSettings(
            Duration.ZERO, Duration.ZERO, Plans.ATTEMPTS, overTls, "FULL", Plans.ANYWHERE);

    var events =
        ConfigurationWarnings.of(SnapshotDraft.savepoint().read(), Plans.on(orders), settings);

    assertThat(events).hasSize(warnings);
    assertThat(events)
        .allSatisfy(
            event -> {
              assertThat(event.reason()).isEqualTo(EventReason.TLS_ERROR);
              assertThat(event.message())
                  .contains("security.ssl.rest.enabled", JobAnnotations.FLINK_TLS_SECRET, "orders");
            });
  }

  private static String message(String annotation, String value, String limit) {
    return ("The annotation %s is \"%s\", but must be a duration such as 10 s, 5 min, 2 h or PT5M,"
            + " or 0; %s applies instead.")
        .formatted(annotation, value, limit);
  }
}
