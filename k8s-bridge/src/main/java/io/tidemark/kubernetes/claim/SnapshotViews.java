package io.tidemark.kubernetes.claim;

import static io.tidemark.kubernetes.model.SnapshotAnnotations.DISPOSAL_DEADLINE;
import static io.tidemark.kubernetes.model.SnapshotAnnotations.START_DEADLINE;

import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.workflow.resource.SnapshotView;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns a resource into the values that a workflow sees of it. */
final class SnapshotViews {
  private SnapshotViews() {}

  static SnapshotView of(
      SnapshotReader snapshot, SnapshotDeclaration declared, ClaimSettings settings) {
    var status = snapshot.status();
    return new SnapshotView(
        snapshot.id(),
        snapshot.resource().getMetadata().getResourceVersion(),
        declared.type().orElse(null),
        declared.job().orElse(null),
        snapshot.state(),
        snapshot.failures(),
        declared.backoffLimit(),
        status.triggerId(),
        instant(status.triggerTimestamp()).orElse(null),
        declared.alreadyExists() ? declared.path().orElse(null) : status.path(),
        status.error(),
        snapshot.duration(START_DEADLINE).orElse(settings.startDeadline()),
        snapshot.duration(DISPOSAL_DEADLINE).orElse(settings.disposalDeadline()),
        declared.disposeOnDelete(),
        instant(snapshot.resource().getMetadata().getDeletionTimestamp()).orElse(null));
  }

  /** A time as Kubernetes writes it; one that another writer left unreadable counts as absent. */
  static Optional<Instant> instant(@Nullable String time) {
    try {
      return Optional.ofNullable(time).map(text -> OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeParseException unreadable) {
      return Optional.empty();
    }
  }
}
