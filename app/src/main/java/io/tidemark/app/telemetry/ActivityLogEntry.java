package io.tidemark.app.telemetry;

import io.tidemark.workflow.flink.DisposalRequest;
import io.tidemark.workflow.flink.DisposalResult;
import io.tidemark.workflow.resource.CleanUpEnd;
import io.tidemark.workflow.resource.EventReason.Severity;
import io.tidemark.workflow.resource.EventRequest;
import io.tidemark.workflow.resource.ReleaseRequest;
import io.tidemark.workflow.resource.ResourceEvent;
import io.tidemark.workflow.resource.StatusChange;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * The line of the log about an activity's effect that concerns users. Most activities have none.
 *
 * @param level WARN where a user may have to act
 * @param text the effect, in one line
 */
record ActivityLogEntry(Level level, String text) {

  /** Returns the line for an activity's request and result; empty without an effect to log. */
  static Optional<ActivityLogEntry> of(Object request, @Nullable Object result) {
    if (request instanceof StatusChange change) {
      return of(change);
    }
    if (request instanceof DisposalRequest disposal && result instanceof DisposalResult ended) {
      return ended.status() == DisposalResult.Status.DISPOSED
          ? Optional.of(new ActivityLogEntry(Level.INFO, "Disposed of " + disposal.path()))
          : Optional.empty();
    }
    return publishedEvent(request).map(event -> of("", event));
  }

  private static Optional<ResourceEvent> publishedEvent(Object request) {
    if (request instanceof ReleaseRequest release) {
      return Optional.ofNullable(release.event());
    }
    if (request instanceof CleanUpEnd end) {
      return Optional.ofNullable(end.event());
    }
    return request instanceof EventRequest publication
        ? Optional.of(publication.event())
        : Optional.empty();
  }

  /** Returns the line for a change of state, with the event that it publishes. */
  private static Optional<ActivityLogEntry> of(StatusChange change) {
    var state = change.state();
    if (change.event() != null) {
      return Optional.of(of(state + ", ", change.event()));
    }
    return switch (state) {
      case COMPLETED ->
          Optional.of(new ActivityLogEntry(Level.INFO, state + ": " + change.status().path()));
      case FAILED, ABANDONED ->
          Optional.of(new ActivityLogEntry(Level.WARN, state + ": " + change.status().error()));
      case TRIGGER_PENDING, IN_PROGRESS -> Optional.empty();
    };
  }

  private static ActivityLogEntry of(String state, ResourceEvent event) {
    var level = event.reason().severity() == Severity.WARNING ? Level.WARN : Level.INFO;
    return new ActivityLogEntry(level, state + event.reason().word() + ": " + event.message());
  }
}
