package io.tidemark.workflow.flink;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Requests the outcome of a triggered snapshot.
 *
 * @param trigger the attempt
 * @param patience the time to poll before PENDING is returned; null polls until the snapshot ends
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record OutcomeRequest(SnapshotTrigger trigger, @Nullable Duration patience) {
  public OutcomeRequest {
    requireNonNull(trigger, "trigger is null");
  }
}
