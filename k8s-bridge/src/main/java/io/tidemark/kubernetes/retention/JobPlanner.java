package io.tidemark.kubernetes.retention;

import static java.net.HttpURLConnection.HTTP_BAD_REQUEST;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.groupingBy;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.tidemark.kubernetes.model.FlinkStateSnapshot;
import io.tidemark.kubernetes.model.SnapshotJobReference;
import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.kubernetes.store.ServerRefusal;
import io.tidemark.kubernetes.store.SnapshotStore;
import io.tidemark.workflow.model.JobReference;
import io.tidemark.workflow.retention.JobCleanupResult;
import io.tidemark.workflow.retention.RetentionDecision.Verdict;
import io.tidemark.workflow.retention.RetentionPlan;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Plans the cleanup of some jobs, with one list of snapshots for all jobs of a namespace and kind.
 * A job that cannot be planned is reported and does not block the others.
 */
final class JobPlanner {
  private final SnapshotStore store;
  private final JobHistoryReader histories;
  private final EntryClaims claims;

  JobPlanner(SnapshotStore store, JobHistoryReader histories, EntryClaims claims) {
    this.store = requireNonNull(store, "store is null");
    this.histories = requireNonNull(histories, "histories is null");
    this.claims = requireNonNull(claims, "claims is null");
  }

  private record Group(String namespace, String kind) {
    static Group of(CleanupSubject subject) {
      return new Group(subject.target().namespace(), subject.target().reference().kind());
    }
  }

  /**
   * Plans jobs, which are in the order of their keys.
   *
   * @return the key of the last job that was planned, if the page was full before the others
   */
  Optional<String> plan(List<CleanupSubject> subjects, CleanupPageBuilder page) {
    var groups = subjects.stream().collect(groupingBy(Group::of));
    var snapshots = new HashMap<Group, Map<Optional<JobReference>, List<FlinkStateSnapshot>>>();
    var last = Optional.<String>empty();
    for (var subject : subjects) {
      if (page.isFull()) {
        return last;
      }
      plan(
              subject,
              page.limit(),
              () ->
                  snapshots
                      .computeIfAbsent(Group.of(subject), group -> list(group, groups.get(group)))
                      .getOrDefault(Optional.of(subject.target().reference()), List.of()))
          .ifPresent(page::add);
      last = Optional.of(subject.key());
    }
    return Optional.empty();
  }

  private Map<Optional<JobReference>, List<FlinkStateSnapshot>> list(
      Group group, List<CleanupSubject> subjects) {
    var names = subjects.stream().map(subject -> subject.target().reference().name()).toList();
    return store.ofJobs(group.namespace(), group.kind(), names).stream()
        .collect(groupingBy(found -> SnapshotJobReference.current(new SnapshotReader(found))));
  }

  /** Plans a job; empty if it is not planned here, or has nothing to report. */
  private Optional<JobCleanupResult> plan(
      CleanupSubject subject, int limit, Supplier<List<FlinkStateSnapshot>> snapshots) {
    try {
      return planOrThrow(subject, limit, snapshots)
          .filter(planned -> subject.reportedIdle() || !planned.idle());
    } catch (KubernetesClientException failed) {
      if (failed.getCode() < HTTP_BAD_REQUEST) { // There was no answer.
        throw failed;
      }
      return Optional.of(JobCleanupResult.failed(subject.target(), ServerRefusal.words(failed)));
    } catch (RuntimeException failed) {
      return Optional.of(JobCleanupResult.failed(subject.target(), failed.toString()));
    }
  }

  private Optional<JobCleanupResult> planOrThrow(
      CleanupSubject subject, int limit, Supplier<List<FlinkStateSnapshot>> snapshots) {
    var job = subject.target();
    var retention = subject.retention().get();
    if (retention.policy().isEmpty()) {
      return Optional.of(
          retention.problems().isEmpty()
              ? JobCleanupResult.skipped(job, retention.skipReason())
              : JobCleanupResult.failed(job, retention.skipReason()));
    }
    var found = snapshots.get();
    if (!subject.due().test(found)) {
      return Optional.empty();
    }
    var plan = RetentionPlan.of(histories.history(job, retention, found));
    plan.entries().stream()
        .filter(decision -> decision.verdict() == Verdict.SKIPPED)
        .forEach(decision -> claims.reportSkipped(job, decision));
    return Optional.of(JobCleanupResult.planned(job, limit, plan));
  }
}
