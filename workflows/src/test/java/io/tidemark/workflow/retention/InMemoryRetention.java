package io.tidemark.workflow.retention;

import io.temporal.failure.ApplicationFailure;
import io.tidemark.workflow.model.JobReference;
import io.tidemark.workflow.model.SnapshotId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Activities in memory, by whose decision all snapshots are deleted. */
final class InMemoryRetention implements RetentionActivities {
  /** The existing snapshots by job, newest first. */
  final Map<CleanupTarget, List<SnapshotId>> existing = new LinkedHashMap<>();

  final List<HistoryCleanupRequest> requests = new ArrayList<>();
  final List<String> runs = new ArrayList<>();

  /** Jobs whose plan fails. */
  final List<CleanupTarget> unreadable = new ArrayList<>();

  /** Jobs whose deletes fail. */
  final List<CleanupTarget> undeletable = new ArrayList<>();

  /** The number of deletions in a row whose answer is lost. */
  int lostAnswers;

  /** Adds a job with snapshots that are named after it and numbered from the newest. */
  CleanupTarget job(String name, int snapshots) {
    var job =
        new CleanupTarget(
            "flink", new JobReference(JobReference.DEPLOYMENT, name), "uid-of-" + name);
    var ids =
        IntStream.rangeClosed(1, snapshots)
            .mapToObj(i -> name + "-" + i)
            .map(InMemoryRetention::id);
    existing.put(job, new ArrayList<>(ids.toList()));
    return job;
  }

  List<String> names() {
    return existing.values().stream().flatMap(Collection::stream).map(SnapshotId::name).toList();
  }

  @Override
  public CleanupTargets cleanupJobs(HistoryCleanupRequest request) {
    requests.add(request);
    if (request.namespace() != null && !request.namespace().equals("flink")) {
      throw ApplicationFailure.newNonRetryableFailure(
          "namespace is not watched", "INVALID_REQUEST");
    }
    return new CleanupTargets(List.copyOf(existing.keySet()), List.of());
  }

  @Override
  public JobCleanupResult planCleanup(CleanupPlanRequest request) {
    refuse(unreadable, request.job());
    var decisions =
        existing.get(request.job()).stream()
            .map(id -> new RetentionDecision(id, "7", RetentionDecision.Verdict.DELETED, "old"))
            .toList();
    return JobCleanupResult.planned(request, new RetentionPlan(decisions));
  }

  @Override
  public JobCleanupResult carryOutCleanup(CleanupRunRequest request) {
    var planned = request.planned();
    refuse(undeletable, planned.job());
    runs.add(request.run());
    planned.decisions().forEach(it -> existing.get(planned.job()).remove(it.id()));
    if (lostAnswers-- > 0) {
      throw new IllegalStateException("answer lost");
    }
    return planned;
  }

  private static void refuse(List<CleanupTarget> refused, CleanupTarget job) {
    if (refused.contains(job)) {
      throw new IllegalStateException("forbidden");
    }
  }

  private static SnapshotId id(String name) {
    return new SnapshotId("flink", name, "uid-of-" + name);
  }
}
