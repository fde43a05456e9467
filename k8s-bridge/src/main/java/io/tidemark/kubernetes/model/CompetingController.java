package io.tidemark.kubernetes.model;

import io.tidemark.workflow.model.TriggerId;
import io.tidemark.workflow.resource.EventReason;
import io.tidemark.workflow.resource.ResourceEvent;
import java.util.Optional;

/**
 * Another controller that handles a snapshot of Tidemark, as the Flink operator does without its
 * label selector: the status has a trigger id that is not Tidemark's (M1). A snapshot that was
 * taken over during an attempt does not count, since it carries no attempt of Tidemark's.
 *
 * @param triggerId the trigger id of the other controller
 * @param ownTriggerId the trigger id of Tidemark
 */
public record CompetingController(String triggerId, String ownTriggerId) {
  /** Returns the competing controller of a snapshot, by its status; empty if there is none. */
  public static Optional<CompetingController> of(SnapshotReader snapshot) {
    return snapshot
        .writtenAttempt()
        .filter(attempt -> !snapshot.releasedCopy())
        .map(attempt -> TriggerId.of(snapshot.id().uid(), attempt.number()))
        .flatMap(own -> other(snapshot, own));
  }

  private static Optional<CompetingController> other(SnapshotReader snapshot, String own) {
    return Optional.ofNullable(snapshot.status().triggerId())
        .filter(triggerId -> !triggerId.isBlank() && !triggerId.equals(own))
        .map(triggerId -> new CompetingController(triggerId, own));
  }

  /** Returns the event for the snapshot's owner; the same one for the same trigger id. */
  public ResourceEvent event() {
    return new ResourceEvent(
        EventReason.HANDLED_TWICE,
        ("another controller also handles this snapshot: its trigger id is %s, that of Tidemark is"
                + " %s, so the snapshot may have been taken twice; give the Flink operator a label"
                + " selector")
            .formatted(triggerId, ownTriggerId),
        triggerId);
  }
}
