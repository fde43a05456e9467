package io.tidemark.app.telemetry;

import io.tidemark.workflow.flink.DisposalRequest;
import io.tidemark.workflow.flink.DisposalResult;
import io.tidemark.workflow.resource.EventReason.Severity;
import io.tidemark.workflow.resource.EventRequest;
import io.tidemark.workflow.resource.ReleaseRequest;
import io.tidemark.workflow.resource.ResourceEvent;
import io.tidemark.workflow.resource.StatusChange;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * What an activity has brought about that users want to know of. Most activities have brought about
 * nothing of the kind.
 *
 * @param level a warning where somebody may have to do something
 * @param text what happened, in one line
 */
record ActivityMilestone(Level level, String text) {

  /** Of what an activity was asked and has answered. */
  static Optional<ActivityMilestone> of(Object question, @Nullable Object answer) {
    if (question instanceof StatusChange change) {
      return of(change);
    }
    if (question instanceof DisposalRequest request && answer instanceof DisposalResult result) {
      return Optional.of(new ActivityMilestone(Level.INFO, "Disposed of " + request.path()))
          .filter(it -> result.status() == DisposalResult.Status.DISPOSED);
    }
    return announced(question).map(event -> of("", event));
  }

  private static Optional<ResourceEvent> announced(Object question) {
    if (question instanceof ReleaseRequest release) {
      return Optional.ofNullable(release.event());
    }
    return question instanceof EventRequest announcement
        ? Optional.of(announcement.event())
        : Optional.empty();
  }

  /** A change of state that is announced is told with its reason. */
  private static Optional<ActivityMilestone> of(StatusChange change) {
    var state = change.state();
    if (change.event() != null) {
      return Optional.of(of(state + ", ", change.event()));
    }
    return switch (state) {
      case COMPLETED ->
          Optional.of(new ActivityMilestone(Level.INFO, state + ": " + change.status().path()));
      case FAILED, ABANDONED ->
          Optional.of(new ActivityMilestone(Level.WARN, state + ": " + change.status().error()));
      case TRIGGER_PENDING, IN_PROGRESS -> Optional.empty();
    };
  }

  private static ActivityMilestone of(String state, ResourceEvent event) {
    var level = event.reason().severity() == Severity.WARNING ? Level.WARN : Level.INFO;
    return new ActivityMilestone(level, state + event.reason().word() + ": " + event.message());
  }
}
