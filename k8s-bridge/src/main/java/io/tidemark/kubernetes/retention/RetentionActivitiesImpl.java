package io.tidemark.kubernetes.retention;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.temporal.failure.ApplicationFailure;
import io.tidemark.kubernetes.model.InvalidSettingException;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.kubernetes.record.EventPublisher;
import io.tidemark.kubernetes.record.RefusedRequest;
import io.tidemark.kubernetes.store.JobStore;
import io.tidemark.kubernetes.store.NamespacedReading;
import io.tidemark.kubernetes.store.ServerRefusal;
import io.tidemark.kubernetes.store.SnapshotStore;
import io.tidemark.kubernetes.store.WatchedNamespaces;
import io.tidemark.workflow.model.ListFormatter;
import io.tidemark.workflow.resource.EventReason;
import io.tidemark.workflow.resource.ResourceEvent;
import io.tidemark.workflow.retention.CleanupPlanRequest;
import io.tidemark.workflow.retention.CleanupRunRequest;
import io.tidemark.workflow.retention.CleanupTarget;
import io.tidemark.workflow.retention.CleanupTargets;
import io.tidemark.workflow.retention.HistoryCleanupRequest;
import io.tidemark.workflow.retention.JobCleanupResult;
import io.tidemark.workflow.retention.JobHistory;
import io.tidemark.workflow.retention.RetentionActivities;
import io.tidemark.workflow.retention.RetentionDecision;
import io.tidemark.workflow.retention.RetentionPlan;
import java.time.Clock;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Cleans up the snapshot history through fabric8. A request that the API server refuses or does not
 * answer throws; each method may be repeated.
 */
public final class RetentionActivitiesImpl implements RetentionActivities {
  /** Names of 253 characters that fit into an event's message, with their reasons. */
  private static final int NAMED_IN_EVENT = 3;

  private final WatchedNamespaces namespaces;
  private final JobStore jobs;
  private final SnapshotStore snapshots;
  private final EventPublisher events;
  private final CleanupSettings settings;
  private final JobHistoryReader histories;

  /**
   * @param namespaces the watched namespaces
   */
  public RetentionActivitiesImpl(
      JobStore jobs,
      SnapshotStore snapshots,
      WatchedNamespaces namespaces,
      EventPublisher events,
      CleanupSettings settings,
      Clock clock) {
    this.namespaces = requireNonNull(namespaces, "namespaces is null");
    this.jobs = requireNonNull(jobs, "jobs is null");
    this.snapshots = requireNonNull(snapshots, "snapshots is null");
    this.events = requireNonNull(events, "events is null");
    this.settings = requireNonNull(settings, "settings is null");
    this.histories = new JobHistoryReader(jobs, snapshots, events, settings, clock);
  }

  @Override
  public CleanupTargets cleanupJobs(HistoryCleanupRequest request) {
    var parts = namespaces(request.namespace());
    var jobsRead = NamespacedReading.of(parts, jobs::list);
    var orphans = new OrphanedSnapshots(settings, jobsRead.found());
    var needed = orphans.possible();
    var snapshotsRead =
        NamespacedReading.of(parts, part -> needed ? snapshots.list(part) : Stream.empty());
    var selected =
        jobsRead.found().stream()
            .filter(job -> selected(job, request.job()))
            .map(RetentionActivitiesImpl::target);
    var orphaned =
        orphans
            .targets(
                snapshotsRead.found().stream()
                    .map(SnapshotReader::new)
                    .filter(snapshot -> !unreadable(jobsRead, snapshot.id().namespace())))
            .filter(job -> named(request.job(), job.reference().name()));
    var found =
        Stream.concat(selected, orphaned)
            .distinct()
            .sorted(Comparator.comparing(CleanupTarget::toString))
            .toList();
    var problems =
        Stream.of(jobsRead, snapshotsRead)
            .flatMap(reading -> reading.problems().values().stream())
            .distinct()
            .sorted()
            .toList();
    if (found.isEmpty() && problems.isEmpty() && request.job() != null) {
      throw refused("job", request.job(), "no watched job has that name");
    }
    return new CleanupTargets(found, problems);
  }

  @Override
  public JobCleanupResult planCleanup(CleanupPlanRequest request) {
    var job = request.job();
    var retention = histories.retention(job);
    return retention
        .policy()
        .map(
            policy ->
                JobCleanupResult.planned(request, RetentionPlan.of(histories.read(job, policy))))
        .orElseGet(
            () ->
                retention.problems().isEmpty()
                    ? JobCleanupResult.skipped(job, retention.skipReason())
                    : JobCleanupResult.failed(job, retention.skipReason()));
  }

  @Override
  public JobCleanupResult carryOutCleanup(CleanupRunRequest request) {
    var planned = request.planned();
    var retention = histories.retention(planned.job());
    return retention
        .policy()
        .map(policy -> carryOut(request, histories.read(planned.job(), policy)))
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
        result.deletions().stream()
            .map(decision -> "%s (%s)".formatted(decision.id().name(), decision.reason()))
            .toList();
    if (!names.isEmpty() && !result.job().uid().isEmpty()) {
      var message = "Deleted " + ListFormatter.of(names, NAMED_IN_EVENT) + ".";
      events.publish(
          JobHistoryReader.subject(result.job()),
          new ResourceEvent(EventReason.HISTORY_CLEANED_UP, message, run));
    }
  }

  private WatchedNamespaces namespaces(@Nullable String namespace) {
    if (namespace == null) {
      return namespaces;
    }
    if (!namespaces.include(namespace)) {
      throw refused("namespace", namespace, "not watched");
    }
    return new WatchedNamespaces(Set.of(namespace));
  }

  /**
   * Selects running jobs. One that the request names is selected in any case, to report why it is
   * skipped.
   */
  private boolean selected(JobResource job, @Nullable String name) {
    return name == null
        ? job.running() && new JobRetentionReader(settings, job).skipReason().isEmpty()
        : named(name, job.getMetadata().getName());
  }

  private static boolean named(@Nullable String requested, String name) {
    return requested == null || requested.equals(name);
  }

  /** Returns whether the jobs of a namespace are not known, so that none of them counts as gone. */
  private static boolean unreadable(NamespacedReading<?> jobs, String namespace) {
    return jobs.problems().keySet().stream().anyMatch(part -> part.include(namespace));
  }

  private static CleanupTarget target(JobResource job) {
    var metadata = job.getMetadata();
    return new CleanupTarget(metadata.getNamespace(), job.reference(), metadata.getUid());
  }

  private static ApplicationFailure refused(String field, String value, String reason) {
    var message = InvalidSettingException.message(field, value, reason);
    return ApplicationFailure.newNonRetryableFailure(message, "INVALID_REQUEST");
  }
}
