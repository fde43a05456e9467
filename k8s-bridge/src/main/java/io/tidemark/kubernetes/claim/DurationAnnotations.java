package io.tidemark.kubernetes.claim;

import io.tidemark.kubernetes.model.DurationParser;
import io.tidemark.kubernetes.model.SnapshotAnnotations;
import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.workflow.resource.EventReason;
import io.tidemark.workflow.resource.ResourceEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The durations that a resource sets for itself and that cannot be read (R10, R15). Pure. */
final class DurationAnnotations {
  private DurationAnnotations() {}

  /** One event for each, which names annotation and value, and what applies instead. */
  static List<ResourceEvent> problems(SnapshotReader snapshot, ClaimSettings settings) {
    return Stream.of(
            problem(snapshot, SnapshotAnnotations.START_DEADLINE, settings.startDeadline()),
            problem(snapshot, SnapshotAnnotations.DISPOSAL_DEADLINE, settings.disposalDeadline()))
        .flatMap(Optional::stream)
        .map(text -> new ResourceEvent(EventReason.VALIDATION_ERROR, text, text))
        .toList();
  }

  private static Optional<String> problem(
      SnapshotReader snapshot, String annotation, Duration instead) {
    return snapshot
        .annotation(annotation)
        .filter(text -> snapshot.duration(annotation).isEmpty())
        .map(
            text ->
                "The annotation %s is \"%s\", but must be %s; %s applies instead."
                    .formatted(annotation, text, DurationParser.ALLOWED, instead));
  }
}
