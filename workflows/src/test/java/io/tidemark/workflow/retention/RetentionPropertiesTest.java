package io.tidemark.workflow.retention;

import static io.tidemark.workflow.retention.RetentionCandidateBuilder.JOB;
import static io.tidemark.workflow.retention.RetentionCandidateBuilder.NAMESPACE;
import static io.tidemark.workflow.retention.RetentionCandidateBuilder.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.workflow.model.JobReference;
import io.tidemark.workflow.model.SnapshotId;
import io.tidemark.workflow.model.SnapshotState;
import io.tidemark.workflow.model.SnapshotType;
import io.tidemark.workflow.model.TriggerType;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Properties of every plan, for any snapshots and any policy. */
class RetentionPropertiesTest {
  private static final List<JobReference> JOBS =
      List.of(JOB, new JobReference(JobReference.SESSION_JOB, JOB.name()));

  private static final SnapshotId ANY = new SnapshotId(NAMESPACE, "any", "any");

  private static final Comparator<RetentionCandidate> BY_UID =
      Comparator.comparing(it -> it.id().uid());

  @Property
  @Label("H2 H4 a snapshot that is in progress, pinned or another job's is never deleted")
  void exempt(@ForAll("histories") JobHistory history) {
    var deleted = deleted(history);

    assertThat(history.snapshots())
        .filteredOn(it -> deleted.contains(it.id()))
        .allMatch(it -> it.state().terminal() && !it.pinned() && JOB.equals(it.job()));
  }

  @Property
  @Label("H2 H3 the newest completed snapshot of each type is never deleted")
  void newestCompleted(@ForAll("histories") JobHistory history) {
    var deleted = deleted(history);

    for (var type : SnapshotType.values()) {
      var completed =
          history.ofJob().stream()
              .filter(it -> it.type() == type && it.completed() && !it.beingDeleted())
              .toList();
      var newest = completed.stream().map(RetentionCandidate::created).max(Instant::compareTo);
      newest.ifPresent(
          time ->
              assertThat(completed)
                  .filteredOn(it -> it.created().equals(time))
                  .anyMatch(it -> !deleted.contains(it.id())));
    }
  }

  @Property
  @Label("H2 R13 a snapshot that is not seen because its labels are missing deletes no other one")
  void unseen(@ForAll("histories") JobHistory history, @ForAll int choice) {
    var seen =
        history.snapshots().stream().filter(it -> (it.hashCode() ^ choice) % 3 != 0).toList();

    assertThat(deleted(history)).containsAll(deleted(with(history, seen)));
  }

  @Property
  @Label("H5 a plan that is made again after its deletions deletes nothing and decides the same")
  void settled(@ForAll("histories") JobHistory history) {
    var first = RetentionPlan.of(history);
    var deleted = deleted(history);
    var rest = history.snapshots().stream().filter(it -> !deleted.contains(it.id())).toList();

    var second = RetentionPlan.of(with(history, rest));

    assertThat(second.deletions()).isEmpty();
    assertThat(second.decisions())
        .isEqualTo(first.decisions().stream().filter(it -> !it.deletes()).toList());
  }

  @Property
  @Label("H5 the order in which snapshots are listed does not matter")
  void order(@ForAll("histories") JobHistory history) {
    var shuffled = history.snapshots().stream().sorted(BY_UID).toList();

    assertThat(RetentionPlan.of(with(history, shuffled))).isEqualTo(RetentionPlan.of(history));
  }

  @Property
  @Label("H5 every snapshot of the job has one decision with a reason")
  void complete(@ForAll("histories") JobHistory history) {
    var decisions = RetentionPlan.of(history).decisions();

    assertThat(decisions).allMatch(it -> !it.reason().isBlank());
    assertThat(decisions)
        .extracting(RetentionDecision::id)
        .containsExactlyInAnyOrderElementsOf(
            history.ofJob().stream().map(RetentionCandidate::id).toList());
  }

  @Property
  @Label("H2 no more completed snapshots are kept within the limits than the limit")
  void bounded(@ForAll("histories") JobHistory history) {
    var within =
        RetentionPlan.of(history).decisions().stream()
            .filter(it -> it.reason().equals("within the limits"))
            .map(RetentionDecision::id)
            .collect(Collectors.toCollection(HashSet::new));

    assertThat(
            history.snapshots().stream()
                .filter(it -> it.type() == SnapshotType.SAVEPOINT && it.completed())
                .filter(it -> within.contains(it.id())))
        .hasSizeLessThanOrEqualTo(history.policy().cappedCount());
  }

  @Provide
  Arbitrary<JobHistory> histories() {
    return Combinators.combine(policies(), candidates().list().ofMaxSize(25))
        .as(
            (policy, candidates) ->
                new JobHistory(NAMESPACE, JOB, policy, numbered(candidates), NOW));
  }

  private static Arbitrary<RetentionPolicy> policies() {
    var counts = Arbitraries.integers().between(0, 5);
    var ages = Arbitraries.integers().between(0, 40).map(Duration::ofHours);
    var flags = Arbitraries.of(true, false);
    return Combinators.combine(
            flags,
            ages,
            counts,
            ages.injectNull(0.5),
            counts.injectNull(0.5),
            counts,
            flags,
            counts)
        .as(RetentionPolicy::new);
  }

  /** Generates candidates of few ages, so that many are equal. */
  private static Arbitrary<RetentionCandidate> candidates() {
    var ages =
        Arbitraries.integers().between(0, 48).map(hours -> NOW.minus(Duration.ofHours(hours)));
    var ttls = Arbitraries.integers().between(0, 60).map(Duration::ofHours).injectNull(0.8);
    var seldom = Arbitraries.frequency(Tuple.of(1, true), Tuple.of(6, false));
    return Combinators.combine(
            Arbitraries.of(JOBS),
            Arbitraries.of(SnapshotType.class),
            Arbitraries.of(SnapshotState.class),
            Arbitraries.of(TriggerType.class),
            ages,
            seldom,
            seldom,
            ttls)
        .as(
            (job, type, state, trigger, created, pinned, beingDeleted, ttl) ->
                new RetentionCandidate(
                    ANY,
                    "1",
                    job,
                    type,
                    state,
                    trigger,
                    created,
                    created,
                    null,
                    pinned,
                    beingDeleted,
                    ttl));
  }

  private static List<RetentionCandidate> numbered(List<RetentionCandidate> candidates) {
    return IntStream.range(0, candidates.size())
        .mapToObj(i -> named("s" + i % 7, "uid-" + i, candidates.get(i)))
        .toList();
  }

  private static RetentionCandidate named(String name, String uid, RetentionCandidate candidate) {
    return new RetentionCandidate(
        new SnapshotId(NAMESPACE, name, uid),
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
        candidate.ttl());
  }

  private static JobHistory with(JobHistory history, List<RetentionCandidate> snapshots) {
    return new JobHistory(
        history.namespace(), history.job(), history.policy(), snapshots, history.now());
  }

  private static Set<SnapshotId> deleted(JobHistory history) {
    return RetentionPlan.of(history).deletions().stream()
        .map(RetentionDecision::id)
        .collect(Collectors.toUnmodifiableSet());
  }
}
