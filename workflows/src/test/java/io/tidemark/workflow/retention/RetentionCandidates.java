package io.tidemark.workflow.retention;

import io.tidemark.workflow.model.JobReference;
import io.tidemark.workflow.model.SnapshotId;
import io.tidemark.workflow.model.SnapshotState;
import io.tidemark.workflow.model.SnapshotType;
import io.tidemark.workflow.model.TriggerType;
import java.time.Duration;
import java.time.Instant;

/** A completed periodic savepoint of the job under test, changed step by step. */
record RetentionCandidates(RetentionCandidate fact) {
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  static final String NAMESPACE = "flink";
  static final JobReference JOB = new JobReference(JobReference.DEPLOYMENT, "orders");

  /** Hours old to the second. */
  static RetentionCandidates aged(String name, long hours) {
    return aged(name, Duration.ofHours(hours));
  }

  static RetentionCandidates aged(String name, Duration age) {
    return new RetentionCandidates(
        fact(name, SnapshotState.COMPLETED, TriggerType.PERIODIC, NOW.minus(age)));
  }

  RetentionCandidates state(SnapshotState state) {
    return new RetentionCandidates(
        new RetentionCandidate(
            fact.id(),
            fact.resourceVersion(),
            fact.job(),
            fact.type(),
            state,
            fact.triggerType(),
            fact.created(),
            state.terminal() ? fact.created() : null,
            fact.pinned(),
            fact.leaving(),
            fact.ttl()));
  }

  RetentionCandidates by(TriggerType triggerType) {
    return with(fact.job(), fact.type(), triggerType, fact.pinned(), fact.leaving(), fact.ttl());
  }

  RetentionCandidates checkpoint() {
    return with(
        fact.job(),
        SnapshotType.CHECKPOINT,
        fact.triggerType(),
        fact.pinned(),
        fact.leaving(),
        fact.ttl());
  }

  RetentionCandidates pinned() {
    return with(fact.job(), fact.type(), fact.triggerType(), true, fact.leaving(), fact.ttl());
  }

  RetentionCandidates leaving() {
    return with(fact.job(), fact.type(), fact.triggerType(), fact.pinned(), true, fact.ttl());
  }

  RetentionCandidates ttl(long hours) {
    var ttl = Duration.ofHours(hours);
    return with(fact.job(), fact.type(), fact.triggerType(), fact.pinned(), fact.leaving(), ttl);
  }

  RetentionCandidates of(JobReference job) {
    return with(job, fact.type(), fact.triggerType(), fact.pinned(), fact.leaving(), fact.ttl());
  }

  /** The same, with its result so many minutes after its creation. */
  RetentionCandidates resultAfter(long minutes) {
    return new RetentionCandidates(
        new RetentionCandidate(
            fact.id(),
            fact.resourceVersion(),
            fact.job(),
            fact.type(),
            fact.state(),
            fact.triggerType(),
            fact.created(),
            fact.created().plus(Duration.ofMinutes(minutes)),
            fact.pinned(),
            fact.leaving(),
            fact.ttl()));
  }

  RetentionCandidates inNamespace(String namespace) {
    var id = new SnapshotId(namespace, fact.id().name(), fact.id().uid());
    return new RetentionCandidates(
        new RetentionCandidate(
            id,
            fact.resourceVersion(),
            fact.job(),
            fact.type(),
            fact.state(),
            fact.triggerType(),
            fact.created(),
            fact.result(),
            fact.pinned(),
            fact.leaving(),
            fact.ttl()));
  }

  private RetentionCandidates with(
      JobReference job,
      SnapshotType type,
      TriggerType triggerType,
      boolean pinned,
      boolean leaving,
      Duration ttl) {
    return new RetentionCandidates(
        new RetentionCandidate(
            fact.id(),
            fact.resourceVersion(),
            job,
            type,
            fact.state(),
            triggerType,
            fact.created(),
            fact.result(),
            pinned,
            leaving,
            ttl));
  }

  private static RetentionCandidate fact(
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
        false,
        false,
        null);
  }
}
