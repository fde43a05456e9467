package io.tidemark.kubernetes.model;

import io.tidemark.workflow.model.TriggerId;
import io.tidemark.workflow.resource.EventReason;
import io.tidemark.workflow.resource.ResourceEvent;
import java.util.Optional;

/**
 * Another controller that handles a snapshot which Tidemark handles, as the Flink operator does
 * without its label selector: the status carries a trigger id that is not ours (M1). A snapshot
 * that was taken over while it was under way is no such case, since no attempt of ours is on it.
 *
 * @param triggerId what the other one asked Flink for
 * @param ours what Tidemark did
 */
public record CompetingController(String triggerId, String ours) {

  /** The rival that has left its trace on a snapshot. */
  public static Optional<CompetingController> of(SnapshotReader snapshot) {
    if (snapshot.copyOf().isPresent() || snapshot.releasedCopy()) {
      return Optional.empty();
    }
    return snapshot
        .annotation(SnapshotAnnotations.ATTEMPT)
        .flatMap(RecordedAttempt::parse)
        .map(attempt -> TriggerId.of(snapshot.id().uid(), attempt.number()))
        .flatMap(ours -> other(snapshot, ours));
  }

  private static Optional<CompetingController> other(SnapshotReader snapshot, String ours) {
    return Optional.ofNullable(snapshot.status().triggerId())
        .filter(triggerId -> !triggerId.isBlank() && !triggerId.equals(ours))
        .map(triggerId -> new CompetingController(triggerId, ours));
  }

  /** What the snapshot's owner is told, once for each id. */
  public ResourceEvent event() {
    return new ResourceEvent(
        EventReason.HANDLED_TWICE,
        ("another controller handles this snapshot too: its trigger id is %s, and Tidemark's is %s,"
                + " so that it may have been taken twice; give the Flink operator a label selector")
            .formatted(triggerId, ours),
        triggerId);
  }
}
