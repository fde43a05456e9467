package io.tidemark.workflow.retention;

import io.temporal.failure.ApplicationFailure;
import io.tidemark.workflow.model.JobReference;
import io.tidemark.workflow.model.SnapshotId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Activities in memory, by whose decision all snapshots are deleted. */
final class InMemoryRetention implements RetentionActivities {
  private static final CleanupCursor BEGINNING =
      new CleanupCursor(JobReference.DEPLOYMENT, "", "", null);

  /** The existing snapshots by job, newest first. */
  final Map<CleanupTarget, List<SnapshotId>> existing = new LinkedHashMap<>();

  final List<HistoryCleanupRequest> requests = new ArrayList<>();
  final List<String> runs = Collections.synchronizedList(new ArrayList<>());

  /** The jobs of all pages, in order. */
  final List<CleanupTarget> planned = new ArrayList<>();

  /** The number of jobs of a page. */
  int pageSize = 100;

  /** The last key of a namespace that cannot be read; empty for none. */
  String unreadablePlace = "";

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
  public CleanupPage planCleanup(CleanupPageRequest request) {
    requests.add(request.scope());
    if (request.scope().namespace() != null && !request.scope().namespace().equals("flink")) {
      throw ApplicationFailure.newNonRetryableFailure(
          "namespace is not watched", HistoryCleanupWorkflowImpl.INVALID_REQUEST);
    }
    var cursor = request.cursor() == null ? BEGINNING : request.cursor();
    if (request.skipped()) {
      return new CleanupPage(List.of(), 0, List.of(), cursor.movedTo(unreadablePlace, null));
    }
    if (!unreadablePlace.isEmpty() && cursor.after().compareTo(unreadablePlace) < 0) {
      throw new IllegalStateException("no answer");
    }
    var left =
        existing.keySet().stream()
            .filter(job -> key(job).compareTo(cursor.after()) > 0)
            .sorted(Comparator.comparing(InMemoryRetention::key))
            .toList();
    var page = left.stream().limit(pageSize).toList();
    planned.addAll(page);
    return new CleanupPage(
        page.stream().map(this::plan).filter(it -> request.idleJobsListed() || !it.idle()).toList(),
        page.size(),
        List.of(),
        page.size() == left.size() ? null : cursor.movedTo(key(page.get(page.size() - 1)), null));
  }

  private JobCleanupResult plan(CleanupTarget job) {
    if (unreadable.contains(job)) {
      return JobCleanupResult.failed(job, "forbidden");
    }
    var decisions =
        existing.get(job).stream()
            .map(id -> new RetentionDecision(id, "7", RetentionDecision.Verdict.DELETED, "old"))
            .toList();
    return JobCleanupResult.planned(
        job, CleanupPage.MAX_DELETIONS_OF_JOB, new RetentionPlan(decisions));
  }

  private static String key(CleanupTarget job) {
    return job.namespace() + "/" + job.reference().name();
  }

  @Override
  public JobCleanupResult carryOutCleanup(CleanupRunRequest request) {
    var asPlanned = request.planned();
    if (undeletable.contains(asPlanned.job())) {
      throw new IllegalStateException("forbidden");
    }
    runs.add(request.run());
    asPlanned.decisions().forEach(it -> existing.get(asPlanned.job()).remove(it.id()));
    if (lostAnswers-- > 0) {
      throw new IllegalStateException("answer lost");
    }
    return asPlanned;
  }

  @Override
  public EntryClaim claimEntry(EntryClaimRequest request) {
    throw new UnsupportedOperationException("no job has a legacy history");
  }

  @Override
  public EntryDecision recordEntry(EntryRecordRequest request) {
    throw new UnsupportedOperationException("no job has a legacy history");
  }

  private static SnapshotId id(String name) {
    return new SnapshotId("flink", name, "uid-of-" + name);
  }
}
