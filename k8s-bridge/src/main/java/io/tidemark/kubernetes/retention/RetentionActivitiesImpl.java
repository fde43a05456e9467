package io.tidemark.kubernetes.retention;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.tidemark.kubernetes.record.EventPublisher;
import io.tidemark.kubernetes.record.RefusedRequest;
import io.tidemark.kubernetes.store.JobStore;
import io.tidemark.kubernetes.store.ServedNamespaces;
import io.tidemark.kubernetes.store.ServerRefusal;
import io.tidemark.kubernetes.store.SnapshotStore;
import io.tidemark.workflow.model.ListFormatter;
import io.tidemark.workflow.resource.EventReason;
import io.tidemark.workflow.resource.ResourceEvent;
import io.tidemark.workflow.retention.CleanupPage;
import io.tidemark.workflow.retention.CleanupPageRequest;
import io.tidemark.workflow.retention.CleanupRunRequest;
import io.tidemark.workflow.retention.EntryClaim;
import io.tidemark.workflow.retention.EntryClaimRequest;
import io.tidemark.workflow.retention.EntryDecision;
import io.tidemark.workflow.retention.EntryRecordRequest;
import io.tidemark.workflow.retention.JobCleanupResult;
import io.tidemark.workflow.retention.JobHistory;
import io.tidemark.workflow.retention.RetentionActivities;
import io.tidemark.workflow.retention.RetentionDecision;
import io.tidemark.workflow.retention.RetentionPlan;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Cleans up the snapshot history through fabric8. A request that the API server refuses or does not
 * answer throws; each method may be repeated.
 */
public final class RetentionActivitiesImpl implements RetentionActivities {
  /** Names of 253 characters that fit into an event's message, with their reasons. */
  private static final int NAMED_IN_EVENT = 3;

  private final SnapshotStore snapshots;
  private final EventPublisher events;
  private final JobHistoryReader histories;
  private final CleanupPageReader pages;
  private final EntryClaims claims;

  /**
   * @param namespaces the watched namespaces
   * @param entries reads the legacy histories of jobs
   */
  public RetentionActivitiesImpl(
      JobStore jobs,
      SnapshotStore snapshots,
      ServedNamespaces namespaces,
      EventPublisher events,
      CleanupSettings settings,
      HistoryEntries entries,
      Clock clock) {
    this.snapshots = requireNonNull(snapshots, "snapshots is null");
    this.events = requireNonNull(events, "events is null");
    this.histories = new JobHistoryReader(jobs, snapshots, events, settings, entries, clock);
    this.claims = new EntryClaims(jobs, histories, entries, events);
    this.pages =
        new CleanupPageReader(
            jobs, snapshots, namespaces, settings, histories, claims, PageLimits.DEFAULT);
  }

  @Override
  public CleanupPage planCleanup(CleanupPageRequest request) {
    return pages.read(request);
  }

  @Override
  public EntryClaim claimEntry(EntryClaimRequest request) {
    return claims.claim(request);
  }

  @Override
  public EntryDecision recordEntry(EntryRecordRequest request) {
    return claims.record(request);
  }

  @Override
  public JobCleanupResult carryOutCleanup(CleanupRunRequest request) {
    var planned = request.planned();
    var retention = histories.retention(planned.job());
    return retention
        .policy()
        .map(policy -> carryOut(request, histories.read(planned.job(), retention)))
        .orElseGet(
            () -> planned.withProblem("deletion may be incomplete: " + retention.skipReason()));
  }

  private JobCleanupResult carryOut(CleanupRunRequest request, JobHistory current) {
    var currentDecisions =
        RetentionPlan.of(current.withoutDeleted()).decisions().stream()
            .collect(Collectors.toMap(decision -> decision.id().uid(), Function.identity()));
    var outcomes =
        request.planned().decisions().stream()
            .map(
                planned ->
                    carryOut(
                        planned, Optional.ofNullable(currentDecisions.get(planned.id().uid()))))
            .toList();
    var result = request.planned().withOutcomes(outcomes);
    announce(result, request.run());
    return result;
  }

  /**
   * Deletes the snapshot if its current state still asks for it, and returns the decision that
   * holds. A snapshot without a current decision was deleted by an earlier try or by someone else.
   */
  private RetentionDecision carryOut(
      RetentionDecision planned, Optional<RetentionDecision> current) {
    return current
        .map(decision -> decision.deletes() ? delete(decision) : decision)
        .orElse(planned);
  }

  /** Deletes a snapshot; a refusal is reported and does not keep the others from deletion. */
  private RetentionDecision delete(RetentionDecision decision) {
    try {
      snapshots.delete(decision.id(), decision.resourceVersion());
      return decision;
    } catch (KubernetesClientException failure) {
      if (!ServerRefusal.preventsWriting(failure)) {
        throw failure;
      }
      var request = "Its deletion by the history cleanup";
      events.publish(
          decision.id(), RefusedRequest.event(request, failure, "The next run tries again."));
      return decision.refused(ServerRefusal.words(failure));
    }
  }

  private void announce(JobCleanupResult result, String run) {
    var names =
        Stream.concat(
                result.deletions().stream()
                    .map(it -> "%s (%s)".formatted(it.id().name(), it.reason())),
                result.entryDeletions().stream()
                    .map(it -> "%s (%s)".formatted(it.location(), it.reason())))
            .toList();
    if (!names.isEmpty() && !result.job().uid().isEmpty()) {
      var message = "Deleted " + ListFormatter.of(names, NAMED_IN_EVENT) + ".";
      events.publish(
          JobHistoryReader.subject(result.job()),
          new ResourceEvent(EventReason.HISTORY_CLEANED_UP, message, run));
    }
  }
}
