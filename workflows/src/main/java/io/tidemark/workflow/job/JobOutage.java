package io.tidemark.workflow.job;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.tidemark.workflow.resource.EventReason;
import org.jspecify.annotations.Nullable;

/**
 * A step at Flink that ended without a known outcome, also when it was tried again (R8). It is for
 * the resource to show, and decides nothing that a report decides.
 *
 * @param reason the event that shows it, such as JAR_UNREACHABLE; null for an outage that does not
 *     concern users, such as a restart of Tidemark
 * @param message one readable line
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JobOutage(@Nullable EventReason reason, String message) {
  public JobOutage {
    requireNonNull(message, "message is null");
  }
}
