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

/** Jobs whose snapshots are all to be deleted. */
final class InMemoryRetention implements RetentionActivities {
  /** What is there, newest first, by job. */
  final Map<CleanupJob, List<SnapshotId>> there = new LinkedHashMap<>();

  final List<HistoryCleanupRequest> requests = new ArrayList<>();
  final List<String> runs = new ArrayList<>();

  /** Jobs that cannot be planned for, or not be deleted of. */
  final List<CleanupJob> unreadable = new ArrayList<>();

  final List<CleanupJob> undeletable = new ArrayList<>();

  /** How often in a row a deletion is not answered, though it is done. */
  int lostAnswers;

  /** A job with so many snapshots, named after it and numbered from the newest. */
  CleanupJob job(String name, int snapshots) {
    var job =
        new CleanupJob("flink", new JobReference(JobReference.DEPLOYMENT, name), "uid-of-" + name);
    var ids =
        IntStream.rangeClosed(1, snapshots)
            .mapToObj(i -> name + "-" + i)
            .map(InMemoryRetention::id);
    there.put(job, new ArrayList<>(ids.toList()));
    return job;
  }

  List<String> names() {
    return there.values().stream().flatMap(Collection::stream).map(SnapshotId::name).toList();
  }

  @Override
  public CleanupJobs cleanupJobs(HistoryCleanupRequest request) {
    requests.add(request);
    if (request.namespace() != null && !request.namespace().equals("flink")) {
      throw ApplicationFailure.newNonRetryableFailure("namespace is not served", "INVALID_REQUEST");
    }
    return new CleanupJobs(List.copyOf(there.keySet()));
  }

  @Override
  public JobCleanupResult planCleanup(CleanupPlanRequest question) {
    refuse(unreadable, question.job());
    var decisions =
        there.get(question.job()).stream()
            .map(id -> new RetentionDecision(id, "7", RetentionDecision.Verdict.DELETED, "old"))
            .toList();
    return JobCleanupResult.of(question, new RetentionPlan(decisions));
  }

  @Override
  public JobCleanupResult carryOutCleanup(CleanupRunRequest order) {
    var planned = order.planned();
    refuse(undeletable, planned.job());
    runs.add(order.run());
    planned.decisions().forEach(it -> there.get(planned.job()).remove(it.id()));
    if (lostAnswers-- > 0) {
      throw new IllegalStateException("answer lost");
    }
    return planned;
  }

  private static void refuse(List<CleanupJob> refused, CleanupJob job) {
    if (refused.contains(job)) {
      throw new IllegalStateException("forbidden");
    }
  }

  private static SnapshotId id(String name) {
    return new SnapshotId("flink", name, "uid-of-" + name);
  }
}
