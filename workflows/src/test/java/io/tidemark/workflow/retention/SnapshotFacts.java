package io.tidemark.workflow.retention;

import io.tidemark.workflow.snapshot.JobReference;
import io.tidemark.workflow.snapshot.SnapshotId;
import io.tidemark.workflow.snapshot.SnapshotState;
import io.tidemark.workflow.snapshot.SnapshotType;
import io.tidemark.workflow.snapshot.TriggerType;
import java.time.Duration;
import java.time.Instant;

/** A completed periodic savepoint of the job under test, changed step by step. */
record SnapshotFacts(SnapshotFact fact) {
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  static final String NAMESPACE = "flink";
  static final JobReference JOB = new JobReference(JobReference.DEPLOYMENT, "orders");

  /** Hours old to the second. */
  static SnapshotFacts aged(String name, long hours) {
    return aged(name, Duration.ofHours(hours));
  }

  static SnapshotFacts aged(String name, Duration age) {
    return new SnapshotFacts(
        fact(name, SnapshotState.COMPLETED, TriggerType.PERIODIC, NOW.minus(age)));
  }

  SnapshotFacts state(SnapshotState state) {
    return new SnapshotFacts(
        new SnapshotFact(
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

  SnapshotFacts by(TriggerType triggerType) {
    return with(fact.job(), fact.type(), triggerType, fact.pinned(), fact.leaving(), fact.ttl());
  }

  SnapshotFacts checkpoint() {
    return with(
        fact.job(),
        SnapshotType.CHECKPOINT,
        fact.triggerType(),
        fact.pinned(),
        fact.leaving(),
        fact.ttl());
  }

  SnapshotFacts pinned() {
    return with(fact.job(), fact.type(), fact.triggerType(), true, fact.leaving(), fact.ttl());
  }

  SnapshotFacts leaving() {
    return with(fact.job(), fact.type(), fact.triggerType(), fact.pinned(), true, fact.ttl());
  }

  SnapshotFacts ttl(long hours) {
    var ttl = Duration.ofHours(hours);
    return with(fact.job(), fact.type(), fact.triggerType(), fact.pinned(), fact.leaving(), ttl);
  }

  SnapshotFacts of(JobReference job) {
    return with(job, fact.type(), fact.triggerType(), fact.pinned(), fact.leaving(), fact.ttl());
  }

  /** The same, with its result so many minutes after its creation. */
  SnapshotFacts resultAfter(long minutes) {
    return new SnapshotFacts(
        new SnapshotFact(
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

  SnapshotFacts inNamespace(String namespace) {
    var id = new SnapshotId(namespace, fact.id().name(), fact.id().uid());
    return new SnapshotFacts(
        new SnapshotFact(
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

  private SnapshotFacts with(
      JobReference job,
      SnapshotType type,
      TriggerType triggerType,
      boolean pinned,
      boolean leaving,
      Duration ttl) {
    return new SnapshotFacts(
        new SnapshotFact(
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

  private static SnapshotFact fact(
      String name, SnapshotState state, TriggerType triggerType, Instant created) {
    return new SnapshotFact(
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
