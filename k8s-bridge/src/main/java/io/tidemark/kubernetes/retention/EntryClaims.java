package io.tidemark.kubernetes.retention;

import static java.util.Objects.requireNonNull;

import dev.failsafe.Failsafe;
import io.tidemark.kubernetes.claim.DisposalDirectories;
import io.tidemark.kubernetes.model.ClusterAddress;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.model.SavepointInfo;
import io.tidemark.kubernetes.record.EventPublisher;
import io.tidemark.kubernetes.store.JobStore;
import io.tidemark.kubernetes.store.WriteConflict;
import io.tidemark.workflow.flink.DisposalRequest;
import io.tidemark.workflow.flink.DisposalResult;
import io.tidemark.workflow.flink.FlinkJob;
import io.tidemark.workflow.flink.SavepointDirectoryResult;
import io.tidemark.workflow.model.SavepointPath;
import io.tidemark.workflow.resource.EventReason;
import io.tidemark.workflow.resource.ResourceEvent;
import io.tidemark.workflow.retention.CleanupTarget;
import io.tidemark.workflow.retention.EntryClaim;
import io.tidemark.workflow.retention.EntryClaimRequest;
import io.tidemark.workflow.retention.EntryDecision;
import io.tidemark.workflow.retention.EntryRecordRequest;
import io.tidemark.workflow.retention.RetentionPlan;
import java.util.HashMap;
import java.util.Optional;

/**
 * Decides on single entries of legacy histories right before their disposal, and records its end
 * (H6). Everything is decided on the current resources.
 */
final class EntryClaims {
  private final JobStore jobs;
  private final JobHistoryReader histories;
  private final HistoryEntries entries;
  private final EventPublisher events;

  EntryClaims(
      JobStore jobs, JobHistoryReader histories, HistoryEntries entries, EventPublisher events) {
    this.jobs = requireNonNull(jobs, "jobs is null");
    this.histories = requireNonNull(histories, "histories is null");
    this.entries = requireNonNull(entries, "entries is null");
    this.events = requireNonNull(events, "events is null");
  }

  EntryClaim claim(EntryClaimRequest request) {
    return current(request.job())
        .map(job -> claim(request, job))
        .orElseGet(() -> EntryClaim.done(request.planned().kept("its job does not exist")));
  }

  private EntryClaim claim(EntryClaimRequest request, JobResource job) {
    var cluster = jobs.clusterOf(job);
    var retention = histories.retention(request.job(), job, any -> cluster);
    if (retention.policy().isEmpty()) {
      return EntryClaim.done(request.planned().kept(retention.skipReason()));
    }
    var history = histories.read(request.job(), retention).withoutDeleted();
    return RetentionPlan.of(history).entries().stream()
        .filter(request.planned()::isAbout)
        .findFirst()
        .map(decision -> claim(decision, request, job, cluster))
        .orElseGet(
            () -> EntryClaim.done(request.planned().kept("it has left the history meanwhile")));
  }

  private EntryClaim claim(
      EntryDecision decision,
      EntryClaimRequest request,
      JobResource job,
      Optional<JobResource> cluster) {
    if (!decision.deletes()) {
      return EntryClaim.done(decision);
    }
    var address = cluster.map(ClusterAddress::new);
    var flink = address.flatMap(it -> it.job(job.jobId().orElse("")));
    if (flink.isEmpty()) {
      var error = address.flatMap(ClusterAddress::error).orElse("the job's cluster is unknown");
      return EntryClaim.done(decision.failed(error));
    }
    var path = SavepointPath.of(decision.location());
    return entries
        .user(request.job(), path)
        .map(user -> skipped(request.job(), decision, user))
        .orElseGet(
            () -> disposal(decision, request, flink.get(), directories(request, job, cluster)));
  }

  private DisposalDirectories directories(
      EntryClaimRequest request, JobResource job, Optional<JobResource> cluster) {
    var readFromFlink =
        Optional.ofNullable(request.directory()).map(SavepointDirectoryResult::directory);
    return entries.directories(job, cluster, readFromFlink);
  }

  /** Asks Flink for its savepoint directory first, where only that can allow the disposal (R4). */
  private EntryClaim disposal(
      EntryDecision decision,
      EntryClaimRequest request,
      FlinkJob flink,
      DisposalDirectories directories) {
    if (directories.allow(SavepointPath.of(decision.location()))) {
      return new EntryClaim(decision, new DisposalRequest(flink, decision.location()), null);
    }
    return directories.own().isEmpty() && request.directory() == null
        ? new EntryClaim(decision, null, flink)
        : skipped(request.job(), decision, "it " + DisposalDirectories.OUTSIDE);
  }

  private EntryClaim skipped(CleanupTarget job, EntryDecision decision, String reason) {
    reportSkipped(job, decision.skipped(reason));
    return EntryClaim.done(decision.skipped(reason));
  }

  /** Says once of a savepoint that the limits ask to delete that it must not be disposed of. */
  void reportSkipped(CleanupTarget job, EntryDecision decision) {
    var message =
        "The savepoint at %s was not disposed of, and stays in savepointHistory: %s."
            .formatted(decision.location(), decision.reason());
    publish(job, EventReason.DISPOSAL_SKIPPED, message, decision.location());
  }

  EntryDecision record(EntryRecordRequest request) {
    var decision = request.decision();
    var result = request.result();
    return switch (result.status()) {
      case DISPOSED, ALREADY_GONE -> removed(request.job(), decision, result);
      case IN_USE -> skipped(request.job(), decision, result.reason()).decision();
      case FAILED, PENDING -> failed(request.job(), decision, result.reason());
    };
  }

  private EntryDecision removed(
      CleanupTarget target, EntryDecision decision, DisposalResult result) {
    Failsafe.with(WriteConflict.DECIDE_AGAIN)
        .run(
            () -> current(target).filter(entries::areOurs).ifPresent(job -> remove(job, decision)));
    if (result.status() == DisposalResult.Status.ALREADY_GONE) {
      publish(target, EventReason.SAVEPOINT_ALREADY_GONE, result.reason(), decision.location());
    }
    return decision;
  }

  private EntryDecision failed(CleanupTarget job, EntryDecision decision, String reason) {
    var message =
        "The savepoint at %s stays in savepointHistory: %s".formatted(decision.location(), reason);
    publish(job, EventReason.CLEANUP_FAILED, message, message);
    return decision.failed(reason);
  }

  /** Removes the entries of a savepoint that is gone, at the version of the job that was read. */
  private void remove(JobResource job, EntryDecision gone) {
    var info = job.savepointInfo();
    var remaining = info.savepointHistory().stream().filter(it -> !isOf(gone, it)).toList();
    var changes = new HashMap<String, Object>();
    if (remaining.size() < info.savepointHistory().size()) {
      changes.put("savepointHistory", remaining);
    }
    var last = info.lastSavepoint();
    if (last != null && isOf(gone, last)) {
      changes.put("lastSavepoint", null);
    }
    if (!changes.isEmpty()) {
      var unused = jobs.patchSavepointInfo(job, changes);
    }
  }

  private static boolean isOf(EntryDecision gone, SavepointInfo.Entry entry) {
    return gone.location().equals(entry.location());
  }

  private Optional<JobResource> current(CleanupTarget target) {
    return jobs.current(target.namespace(), target.reference(), target.uid());
  }

  private void publish(
      CleanupTarget job, EventReason reason, String message, String discriminator) {
    events.publish(
        JobHistoryReader.subject(job), new ResourceEvent(reason, message, discriminator));
  }
}
