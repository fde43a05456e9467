package io.tidemark.workflow.resource;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Duration;

/**
 * The limits for the time between the trigger of a snapshot and its result.
 *
 * @param recordAfter the time within which a result is recorded without IN_PROGRESS before it; zero
 *     for never (R6)
 * @param slowAfter the time after which an event says that it is slow; zero for never (R25)
 * @param resultDeadline the time after which it is given up; zero for no limit (R25)
 * @param checkpointTimeout the time after which Flink ends it, as the job's configuration says it,
 *     for the event
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record AttemptLimits(
    Duration recordAfter, Duration slowAfter, Duration resultDeadline, String checkpointTimeout) {
  /** No limits, as in histories from before they existed. */
  public static final AttemptLimits NONE =
      new AttemptLimits(Duration.ZERO, Duration.ZERO, Duration.ZERO, "");

  public AttemptLimits {
    recordAfter = recordAfter == null ? Duration.ZERO : recordAfter;
    slowAfter = slowAfter == null ? Duration.ZERO : slowAfter;
    resultDeadline = resultDeadline == null ? Duration.ZERO : resultDeadline;
    checkpointTimeout = checkpointTimeout == null ? "" : checkpointTimeout;
  }
}
