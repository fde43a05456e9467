package io.tidemark.kubernetes.retention;

import static java.util.Objects.requireNonNull;

import io.tidemark.kubernetes.model.FlinkStateSnapshot;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.kubernetes.record.EventPublisher;
import io.tidemark.kubernetes.record.EventSubject;
import io.tidemark.kubernetes.store.JobStore;
import io.tidemark.kubernetes.store.SnapshotStore;
import io.tidemark.workflow.resource.EventReason;
import io.tidemark.workflow.resource.ResourceEvent;
import io.tidemark.workflow.retention.CleanupTarget;
import io.tidemark.workflow.retention.JobHistory;
import io.tidemark.workflow.retention.RetentionCandidate;
import io.tidemark.workflow.retention.RetentionPolicy;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads the retention and the snapshots of jobs. Each setting that cannot be read is reported by an
 * event on the resource that carries it.
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

  /** Reads the job's retention, also that of a job that does not exist. */
  JobRetention retention(CleanupTarget job) {
    return jobs.read(job.namespace(), job.reference())
        .map(resource -> retention(job, resource, jobs::clusterOf))
        .orElseGet(() -> JobRetentionReader.ofGoneJob(settings));
  }

  /**
   * Reads the job's retention from its resource.
   *
   * @param clusterOf reads the FlinkDeployment of a job's cluster
   */
  JobRetention retention(
      CleanupTarget job,
      JobResource resource,
      Function<JobResource, Optional<JobResource>> clusterOf) {
    var retention = new JobRetentionReader(settings, resource).read(clusterOf.apply(resource));
    report(
        subject(job),
        retention.problems(),
        "; no snapshots of this job are deleted until this is corrected.");
    return retention;
  }

  /** Returns the job as the subject of events. */
  static EventSubject subject(CleanupTarget job) {
    return new EventSubject(
        job.reference().kind(), job.namespace(), job.reference().name(), job.uid());
  }

  /** Reads the job's snapshots, with everything that their retention depends on. */
  JobHistory read(CleanupTarget job, RetentionPolicy policy) {
    return history(job, policy, snapshots.ofJob(job.namespace(), job.reference()));
  }

  /** Reads from the snapshots that are served everything that their retention depends on. */
  JobHistory history(
      CleanupTarget job, RetentionPolicy policy, List<FlinkStateSnapshot> resources) {
    var candidates =
        resources.stream()
            .filter(settings.selector()::selects)
            .map(resource -> new RetentionCandidateReader(new SnapshotReader(resource)))
            .map(this::candidate)
            .flatMap(Optional::stream)
            .toList();
    return new JobHistory(job.namespace(), job.reference(), policy, candidates, clock.instant());
  }

  private Optional<RetentionCandidate> candidate(RetentionCandidateReader reader) {
    report(
        EventSubject.of(reader.snapshot().id()),
        reader.problems(),
        "; this snapshot is kept until this is corrected.");
    return reader.candidate();
  }

  private void report(EventSubject subject, List<String> problems, String consequence) {
    problems.stream()
        .map(
            problem ->
                new ResourceEvent(EventReason.VALIDATION_ERROR, problem + consequence, problem))
        .forEach(event -> events.publish(subject, event));
  }
}
