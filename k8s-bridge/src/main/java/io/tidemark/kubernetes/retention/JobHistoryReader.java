package io.tidemark.kubernetes.retention;

import static java.util.Objects.requireNonNull;

import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.kubernetes.record.EventPublisher;
import io.tidemark.kubernetes.record.EventSubject;
import io.tidemark.kubernetes.store.JobStore;
import io.tidemark.kubernetes.store.SnapshotStore;
import io.tidemark.workflow.resource.EventReason;
import io.tidemark.workflow.resource.ResourceEvent;
import io.tidemark.workflow.retention.CleanupJob;
import io.tidemark.workflow.retention.RetentionCandidate;
import io.tidemark.workflow.retention.RetentionPolicy;
import io.tidemark.workflow.retention.RetentionRequest;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Reads the histories of jobs: how each is kept, and what is there. What cannot be read is told by
 * one event on the resource that says it.
 */
final class JobHistoryReader {
  private final JobStore jobs;
  private final SnapshotStore snapshots;
  private final EventPublisher events;
  private final CleanupSettings settings;
  private final Clock clock;

  JobHistoryReader(
      JobStore jobs,
      SnapshotStore snapshots,
      EventPublisher events,
      CleanupSettings settings,
      Clock clock) {
    this.jobs = requireNonNull(jobs, "jobs is null");
    this.snapshots = requireNonNull(snapshots, "snapshots is null");
    this.events = requireNonNull(events, "events is null");
    this.settings = requireNonNull(settings, "settings is null");
    this.clock = requireNonNull(clock, "clock is null");
  }

  /** How the job's history is kept. */
  JobPolicy policy(CleanupJob job) {
    var policy =
        jobs.read(job.namespace(), job.reference())
            .map(it -> new JobPolicyReader(settings, it).policy(jobs.clusterOf(it)))
            .orElseGet(() -> JobPolicy.leftAlone("the job does not exist"));
    tell(
        subject(job),
        policy.problems(),
        "; no snapshot of this job is cleaned up until that is corrected.");
    return policy;
  }

  /** The job as the subject of events. */
  static EventSubject subject(CleanupJob job) {
    return new EventSubject(
        job.reference().kind(), job.namespace(), job.reference().name(), job.uid());
  }

  /** What is there of the job, and all that its fate depends on. */
  RetentionRequest read(CleanupJob job, RetentionPolicy policy) {
    var facts =
        snapshots.ofJob(job.namespace(), job.reference()).stream()
            .map(it -> new RetentionCandidateReader(new SnapshotReader(it)))
            .map(this::fact)
            .flatMap(Optional::stream)
            .toList();
    return new RetentionRequest(job.namespace(), job.reference(), policy, facts, clock.instant());
  }

  private Optional<RetentionCandidate> fact(RetentionCandidateReader reader) {
    tell(
        EventSubject.of(reader.snapshot().id()),
        reader.problems(),
        "; this snapshot is kept until that is corrected.");
    return reader.fact();
  }

  private void tell(EventSubject subject, List<String> problems, String consequence) {
    problems.stream()
        .map(
            problem ->
                new ResourceEvent(EventReason.VALIDATION_ERROR, problem + consequence, problem))
        .forEach(event -> events.publish(subject, event));
  }
}
