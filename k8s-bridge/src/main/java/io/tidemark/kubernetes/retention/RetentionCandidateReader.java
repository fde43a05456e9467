package io.tidemark.kubernetes.retention;

import io.tidemark.kubernetes.model.BooleanParser;
import io.tidemark.kubernetes.model.SnapshotAnnotations;
import io.tidemark.kubernetes.model.SnapshotJobReference;
import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.workflow.model.SnapshotState;
import io.tidemark.workflow.model.SnapshotType;
import io.tidemark.workflow.retention.RetentionCandidate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads from a snapshot the data that decides over its retention (H2, H4). Pure. */
final class RetentionCandidateReader {
  private final SnapshotReader snapshot;
  private final SettingReader settings = new SettingReader();
  private final Optional<Boolean> pin;
  private final Optional<Duration> ttl;

  RetentionCandidateReader(SnapshotReader snapshot) {
    this.snapshot = snapshot;
    this.pin = annotation(SnapshotAnnotations.PIN, BooleanParser::parse);
    this.ttl = annotation(SnapshotAnnotations.TTL, SettingReader::duration);
  }

  SnapshotReader snapshot() {
    return snapshot;
  }

  /** Returns the annotations that cannot be read; any of them pins the snapshot. */
  List<String> problems() {
    return settings.problems();
  }

  /** Returns the data; empty for a resource that is neither a savepoint nor a checkpoint. */
  Optional<RetentionCandidate> candidate() {
    return snapshot.declaration().type().map(this::candidate);
  }

  private RetentionCandidate candidate(SnapshotType type) {
    return new RetentionCandidate(
        snapshot.id(),
        snapshot.resource().getMetadata().getResourceVersion(),
        SnapshotJobReference.current(snapshot).orElse(null),
        type,
        state(),
        snapshot.triggerType(),
        snapshot.createdAt().orElseThrow(),
        snapshot.takenAt().orElseThrow(),
        snapshot.resultAt().orElse(null),
        pin.orElse(false) || !problems().isEmpty(),
        snapshot.beingDeleted(),
        ttl.orElse(null));
  }

  /** Returns the state; a copy that its user has released is about to start (R22). */
  private SnapshotState state() {
    return snapshot.releasedCopy() ? SnapshotState.TRIGGER_PENDING : snapshot.state();
  }

  private <T> Optional<T> annotation(String name, Function<String, T> parser) {
    return snapshot.annotation(name).flatMap(text -> settings.read(name, text, parser));
  }
}
