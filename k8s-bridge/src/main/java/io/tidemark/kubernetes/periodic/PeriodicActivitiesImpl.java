package io.tidemark.kubernetes.periodic;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.temporal.activity.Activity;
import io.temporal.failure.ApplicationFailure;
import io.tidemark.kubernetes.creation.SnapshotCreator;
import io.tidemark.kubernetes.legacy.LegacyRequests;
import io.tidemark.kubernetes.model.InvalidSettingException;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.record.EventPublisher;
import io.tidemark.kubernetes.record.EventSubject;
import io.tidemark.kubernetes.record.RefusedRequest;
import io.tidemark.kubernetes.store.JobStore;
import io.tidemark.kubernetes.store.ServerRefusal;
import io.tidemark.workflow.model.TriggerType;
import io.tidemark.workflow.periodic.DueSnapshot;
import io.tidemark.workflow.periodic.PeriodicActivities;
import io.tidemark.workflow.periodic.PeriodicSnapshotResult;
import io.tidemark.workflow.resource.EventReason;
import io.tidemark.workflow.resource.ResourceEvent;
import java.time.Instant;
import java.util.Map;

/** Creates the snapshot that is due, or skips it (T5). */
public final class PeriodicActivitiesImpl implements PeriodicActivities {
  private static final String RETRIED =
      "Tidemark retries for half a minute, and then takes the next one that is due.";

  private final JobStore jobs;
  private final SkipReasons skipReasons;
  private final SnapshotCreator creator;
  private final LegacyRequests legacy;
  private final EventPublisher events;

  public PeriodicActivitiesImpl(
      JobStore jobs,
      SkipReasons skipReasons,
      SnapshotCreator creator,
      LegacyRequests legacy,
      EventPublisher events) {
    this.jobs = jobs;
    this.skipReasons = skipReasons;
    this.creator = creator;
    this.legacy = legacy;
    this.events = events;
  }

  /** Returns the start of the current activity by Temporal's clock, which ours may differ from. */
  public static Instant startedAt() {
    return Instant.ofEpochMilli(Activity.getExecutionContext().getInfo().getStartedTimestamp());
  }

  /**
   * Takes the snapshot, or skips it. What the API server refuses is tried again for half a minute.
   */
  @Override
  public PeriodicSnapshotResult take(DueSnapshot due) {
    try {
      return takeOrSkip(due);
    } catch (KubernetesClientException failure) {
      if (!ServerRefusal.preventsWriting(failure)) {
        throw failure;
      }
      var refusal = "the API server refuses it: " + ServerRefusal.words(failure);
      if (skipReasons.endsRefusals(due)) {
        return PeriodicSnapshotResult.skipped(refusal);
      }
      throw ApplicationFailure.newFailure(refusal, EventReason.REQUEST_REFUSED.name());
    }
  }

  private PeriodicSnapshotResult takeOrSkip(DueSnapshot due) {
    var reference = due.snapshots().job();
    return jobs.read(due.snapshots().namespace(), reference)
        .map(job -> take(due, job))
        .orElseGet(() -> PeriodicSnapshotResult.skipped(reference + " does not exist"));
  }

  private PeriodicSnapshotResult take(DueSnapshot due, JobResource job) {
    return skipReasons
        .first(due, job)
        .map(reason -> skip(due, job, EventReason.PERIODIC_SNAPSHOT_SKIPPED, reason))
        .orElseGet(() -> create(due, job));
  }

  private PeriodicSnapshotResult create(DueSnapshot due, JobResource job) {
    try {
      var type = due.snapshots().type();
      return legacy.concern(job, type, TriggerType.PERIODIC, due.dueAt())
          ? request(due, job)
          : createResource(due, job);
    } catch (InvalidSettingException invalid) {
      return skip(due, job, EventReason.INVALID_SETTING, invalid.getMessage());
    } catch (KubernetesClientException failure) {
      if (ServerRefusal.preventsWriting(failure)) {
        events.publish(EventSubject.of(job), RefusedRequest.event(subject(due), failure, RETRIED));
      }
      throw failure;
    }
  }

  private PeriodicSnapshotResult createResource(DueSnapshot due, JobResource job) {
    var snapshot = creator.create(job, due.snapshots().type(), TriggerType.PERIODIC, due.dueAt());
    return result(snapshot.name(), snapshot.created());
  }

  /** Asks the job for the snapshot, which it carries itself (L1). */
  private PeriodicSnapshotResult request(DueSnapshot due, JobResource job) {
    return legacy
        .request(job, due.snapshots().type(), null, due.dueAt(), Map.of())
        .map(snapshot -> result(snapshot.name(), snapshot.requested()))
        .orElseThrow(() -> new IllegalStateException("another snapshot has started meanwhile"));
  }

  private static PeriodicSnapshotResult result(String name, boolean created) {
    return created
        ? PeriodicSnapshotResult.created(name)
        : PeriodicSnapshotResult.alreadyExists(name);
  }

  private PeriodicSnapshotResult skip(
      DueSnapshot due, JobResource job, EventReason event, String reason) {
    var subject = subject(due);
    events.publish(
        EventSubject.of(job),
        new ResourceEvent(event, subject + " is skipped: " + reason, subject));
    return PeriodicSnapshotResult.skipped(reason);
  }

  private static String subject(DueSnapshot due) {
    return "The periodic %s due at %s".formatted(due.snapshots().type().word(), due.dueAt());
  }
}
