package io.tidemark.kubernetes.claim;

import io.tidemark.kubernetes.model.DurationParser;
import io.tidemark.kubernetes.model.SnapshotAnnotations;
import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.workflow.model.DurationFormatter;
import io.tidemark.workflow.resource.EventReason;
import io.tidemark.workflow.resource.ResourceEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Checks the durations in a resource's annotations (R10, R15). Pure. */
final class DurationAnnotations {
  private DurationAnnotations() {}

  /**
   * Returns one event for each invalid duration, with annotation, value, and the default that
   * applies.
   */
  static List<ResourceEvent> validationEvents(SnapshotReader snapshot, ClaimSettings settings) {
    return Stream.of(
            problem(snapshot, SnapshotAnnotations.START_DEADLINE, settings.startDeadline()),
            problem(snapshot, SnapshotAnnotations.DISPOSAL_DEADLINE, settings.disposalDeadline()))
        .flatMap(Optional::stream)
        .map(text -> new ResourceEvent(EventReason.VALIDATION_ERROR, text, text))
        .toList();
  }

  private static Optional<String> problem(
      SnapshotReader snapshot, String annotation, Duration fallback) {
    return snapshot
        .annotation(annotation)
        .filter(text -> snapshot.duration(annotation).isEmpty())
        .map(
            text ->
                "The annotation %s is \"%s\", but must be %s; %s applies instead."
                    .formatted(annotation, text, DurationParser.ALLOWED, limit(fallback)));
  }

  private static String limit(Duration duration) {
    return duration.isZero() ? "no limit" : DurationFormatter.of(duration);
  }
}
