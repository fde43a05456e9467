package io.tidemark.workflow.resource;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Duration;

/**
 * The limits for the time in which a snapshot is IN_PROGRESS (R25).
 *
 * @param slowAfter the time after which an event says that it is slow; zero for never
 * @param resultDeadline the time after which it is given up; zero for no limit
 * @param checkpointTimeout the time after which Flink ends it, as the job's configuration says it,
 *     for the event
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record AttemptLimits(Duration slowAfter, Duration resultDeadline, String checkpointTimeout) {
  /** No limits, as in histories from before they existed. */
  public static final AttemptLimits NONE = new AttemptLimits(Duration.ZERO, Duration.ZERO, "");

  public AttemptLimits {
    slowAfter = slowAfter == null ? Duration.ZERO : slowAfter;
    resultDeadline = resultDeadline == null ? Duration.ZERO : resultDeadline;
    checkpointTimeout = checkpointTimeout == null ? "" : checkpointTimeout;
  }
}
