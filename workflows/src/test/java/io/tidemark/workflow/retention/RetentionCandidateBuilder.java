package io.tidemark.workflow.retention;

import io.tidemark.workflow.model.JobReference;
import io.tidemark.workflow.model.SnapshotId;
import io.tidemark.workflow.model.SnapshotState;
import io.tidemark.workflow.model.SnapshotType;
import io.tidemark.workflow.model.TriggerType;
import java.time.Duration;
import java.time.Instant;

/** Builds candidates from a completed periodic savepoint of the job under test. */
record RetentionCandidateBuilder(RetentionCandidate candidate) {
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  static final String NAMESPACE = "flink";
  static final JobReference JOB = new JobReference(JobReference.DEPLOYMENT, "orders");

  /** Returns a savepoint of this age, to the second. */
  static RetentionCandidateBuilder aged(String name, long hours) {
    return aged(name, Duration.ofHours(hours));
  }

  static RetentionCandidateBuilder aged(String name, Duration age) {
    return new RetentionCandidateBuilder(
        candidate(name, SnapshotState.COMPLETED, TriggerType.PERIODIC, NOW.minus(age)));
  }

  RetentionCandidateBuilder state(SnapshotState state) {
    return new RetentionCandidateBuilder(
        new RetentionCandidate(
            candidate.id(),
            candidate.resourceVersion(),
            candidate.job(),
            candidate.type(),
            state,
            candidate.triggerType(),
            candidate.created(),
            candidate.taken(),
            state.terminal() ? candidate.created() : null,
            candidate.pinned(),
            candidate.beingDeleted(),
            candidate.ttl()));
  }

  RetentionCandidateBuilder by(TriggerType triggerType) {
    return with(
        candidate.job(),
        candidate.type(),
        triggerType,
        candidate.pinned(),
        candidate.beingDeleted(),
        candidate.ttl());
  }

  RetentionCandidateBuilder checkpoint() {
    return with(
        candidate.job(),
        SnapshotType.CHECKPOINT,
        candidate.triggerType(),
        candidate.pinned(),
        candidate.beingDeleted(),
        candidate.ttl());
  }

  RetentionCandidateBuilder pinned() {
    return with(
        candidate.job(),
        candidate.type(),
        candidate.triggerType(),
        true,
        candidate.beingDeleted(),
        candidate.ttl());
  }

  RetentionCandidateBuilder beingDeleted() {
    return with(
        candidate.job(),
        candidate.type(),
        candidate.triggerType(),
        candidate.pinned(),
        true,
        candidate.ttl());
  }

  RetentionCandidateBuilder ttl(long hours) {
    var ttl = Duration.ofHours(hours);
    return with(
        candidate.job(),
        candidate.type(),
        candidate.triggerType(),
        candidate.pinned(),
        candidate.beingDeleted(),
        ttl);
  }

  RetentionCandidateBuilder of(JobReference job) {
    return with(
        job,
        candidate.type(),
        candidate.triggerType(),
        candidate.pinned(),
        candidate.beingDeleted(),
        candidate.ttl());
  }

  /** Returns the snapshot with a result time that is some minutes after its creation. */
  RetentionCandidateBuilder resultAfter(long minutes) {
    return new RetentionCandidateBuilder(
        new RetentionCandidate(
            candidate.id(),
            candidate.resourceVersion(),
            candidate.job(),
            candidate.type(),
            candidate.state(),
            candidate.triggerType(),
            candidate.created(),
            candidate.taken(),
            candidate.created().plus(Duration.ofMinutes(minutes)),
            candidate.pinned(),
            candidate.beingDeleted(),
            candidate.ttl()));
  }

  /** Returns an import of a savepoint of this age. */
  RetentionCandidateBuilder taken(long hoursAgo) {
    return new RetentionCandidateBuilder(
        new RetentionCandidate(
            candidate.id(),
            candidate.resourceVersion(),
            candidate.job(),
            candidate.type(),
            candidate.state(),
            candidate.triggerType(),
            candidate.created(),
            NOW.minus(Duration.ofHours(hoursAgo)),
            candidate.result(),
            candidate.pinned(),
            candidate.beingDeleted(),
            candidate.ttl()));
  }

  RetentionCandidateBuilder inNamespace(String namespace) {
    var id = new SnapshotId(namespace, candidate.id().name(), candidate.id().uid());
    return new RetentionCandidateBuilder(
        new RetentionCandidate(
            id,
            candidate.resourceVersion(),
            candidate.job(),
            candidate.type(),
            candidate.state(),
            candidate.triggerType(),
            candidate.created(),
            candidate.taken(),
            candidate.result(),
            candidate.pinned(),
            candidate.beingDeleted(),
            candidate.ttl()));
  }

  private RetentionCandidateBuilder with(
      JobReference job,
      SnapshotType type,
      TriggerType triggerType,
      boolean pinned,
      boolean beingDeleted,
      Duration ttl) {
    return new RetentionCandidateBuilder(
        new RetentionCandidate(
            candidate.id(),
            candidate.resourceVersion(),
            job,
            type,
            candidate.state(),
            triggerType,
            candidate.created(),
            candidate.taken(),
            candidate.result(),
            pinned,
            beingDeleted,
            ttl));
  }

  private static RetentionCandidate candidate(
      String name, SnapshotState state, TriggerType triggerType, Instant created) {
    return new RetentionCandidate(
        new SnapshotId(NAMESPACE, name, "uid-" + name),
        "7",
        JOB,
        SnapshotType.SAVEPOINT,
        state,
        triggerType,
        created,
        created,
        created,
        false,
        false,
        null);
  }
}
