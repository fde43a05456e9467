package io.tidemark.kubernetes.retention;

import static java.util.Objects.requireNonNull;

import io.temporal.failure.ApplicationFailure;
import io.tidemark.kubernetes.model.InvalidSettingException;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.record.EventPublisher;
import io.tidemark.kubernetes.store.JobStore;
import io.tidemark.kubernetes.store.SnapshotStore;
import io.tidemark.kubernetes.store.WatchedNamespaces;
import io.tidemark.workflow.model.ListFormatter;
import io.tidemark.workflow.resource.EventReason;
import io.tidemark.workflow.resource.ResourceEvent;
import io.tidemark.workflow.retention.CleanupJob;
import io.tidemark.workflow.retention.CleanupJobs;
import io.tidemark.workflow.retention.CleanupPlanRequest;
import io.tidemark.workflow.retention.CleanupRunRequest;
import io.tidemark.workflow.retention.HistoryCleanupRequest;
import io.tidemark.workflow.retention.JobCleanupResult;
import io.tidemark.workflow.retention.RetentionActivities;
import io.tidemark.workflow.retention.RetentionDecision;
import io.tidemark.workflow.retention.RetentionPlan;
import io.tidemark.workflow.retention.RetentionRequest;
import java.time.Clock;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The cleanup of history on fabric8. What the API server refuses, or does not answer, throws; each
 * method may be repeated.
 */
public final class RetentionActivitiesImpl implements RetentionActivities {
  /** As many names of the longest kind as an event's message takes. */
  private static final int NAMED_IN_EVENT = 3;

  private final WatchedNamespaces namespaces;
  private final JobStore jobs;
  private final SnapshotStore snapshots;
  private final EventPublisher events;
  private final CleanupSettings settings;
  private final JobHistoryReader histories;

  /**
   * @param namespaces those that are served
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
  public CleanupJobs cleanupJobs(HistoryCleanupRequest request) {
    var found =
        jobs.list(scope(request.namespace()))
            .filter(job -> wanted(job, request.job()))
            .map(RetentionActivitiesImpl::named)
            .sorted(Comparator.comparing(CleanupJob::toString))
            .toList();
    if (found.isEmpty() && request.job() != null) {
      throw refused("job", request.job(), "no watched job has that name");
    }
    return new CleanupJobs(found);
  }

  @Override
  public JobCleanupResult planCleanup(CleanupPlanRequest question) {
    var job = question.job();
    var policy = histories.policy(job);
    return policy
        .policy()
        .map(it -> JobCleanupResult.of(question, RetentionPlan.of(histories.read(job, it))))
        .orElseGet(
            () ->
                policy.problems().isEmpty()
                    ? JobCleanupResult.leftAlone(job, policy.leftAlone())
                    : JobCleanupResult.hindered(job, policy.leftAlone()));
  }

  @Override
  public JobCleanupResult carryOutCleanup(CleanupRunRequest order) {
    var planned = order.planned();
    var policy = histories.policy(planned.job());
    return policy
        .policy()
        .map(it -> carriedOut(order, histories.read(planned.job(), it)))
        .orElseGet(() -> planned.withProblem("not all may be deleted: " + policy.leftAlone()));
  }

  private JobCleanupResult carriedOut(CleanupRunRequest order, RetentionRequest there) {
    var now =
        RetentionPlan.of(there.present()).decisions().stream()
            .collect(Collectors.toMap(it -> it.id().uid(), Function.identity()));
    var outcomes =
        order.planned().decisions().stream()
            .map(it -> carriedOut(it, Optional.ofNullable(now.get(it.id().uid()))))
            .toList();
    var done = order.planned().carriedOut(outcomes);
    announce(done, order.run());
    return done;
  }

  /** What is gone already was deleted by an earlier try, or by somebody else. */
  private RetentionDecision carriedOut(RetentionDecision planned, Optional<RetentionDecision> now) {
    now.filter(RetentionDecision::deletes)
        .ifPresent(it -> snapshots.delete(it.id(), it.resourceVersion()));
    return now.orElse(planned);
  }

  private void announce(JobCleanupResult done, String run) {
    var names =
        done.deletions().stream()
            .map(it -> "%s (%s)".formatted(it.id().name(), it.reason()))
            .toList();
    if (!names.isEmpty()) {
      var message = "Deleted " + ListFormatter.of(names, NAMED_IN_EVENT) + ".";
      events.publish(
          JobHistoryReader.subject(done.job()),
          new ResourceEvent(EventReason.HISTORY_CLEANED_UP, message, run));
    }
  }

  private WatchedNamespaces scope(@Nullable String namespace) {
    if (namespace == null) {
      return namespaces;
    }
    if (!namespaces.include(namespace)) {
      throw refused("namespace", namespace, "not watched");
    }
    return new WatchedNamespaces(Set.of(namespace));
  }

  /** A job that is named is looked at in any case, to say why nothing of it is cleaned up. */
  private boolean wanted(JobResource job, @Nullable String name) {
    return name == null
        ? new JobPolicyReader(settings, job).leftAlone().isEmpty()
        : name.equals(job.getMetadata().getName());
  }

  private static CleanupJob named(JobResource job) {
    var metadata = job.getMetadata();
    return new CleanupJob(metadata.getNamespace(), job.reference(), metadata.getUid());
  }

  private static ApplicationFailure refused(String field, String value, String why) {
    var message = new InvalidSettingException(field, value, why).getMessage();
    return ApplicationFailure.newNonRetryableFailure(message, "INVALID_REQUEST");
  }
}
