package io.tidemark.kubernetes.retention;

import static java.util.Objects.requireNonNull;

import io.tidemark.kubernetes.model.FlinkStateSnapshot;
import io.tidemark.kubernetes.model.InvalidSettingException;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.kubernetes.record.EventPublisher;
import io.tidemark.kubernetes.record.EventSubject;
import io.tidemark.kubernetes.store.JobStore;
import io.tidemark.kubernetes.store.SnapshotStore;
import io.tidemark.workflow.model.SavepointPath;
import io.tidemark.workflow.model.SnapshotId;
import io.tidemark.workflow.resource.EventReason;
import io.tidemark.workflow.resource.ResourceEvent;
import io.tidemark.workflow.retention.CleanupTarget;
import io.tidemark.workflow.retention.JobHistory;
import io.tidemark.workflow.retention.RetentionCandidate;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads the retention and the snapshots of jobs. Each setting that cannot be read is reported by an
 * event on the resource that carries it.
 */
final class JobHistoryReader {
  private final JobStore jobs;
  private final SnapshotStore snapshots;
  private final EventPublisher events;
  private final CleanupSettings settings;
  private final HistoryEntries entries;
  private final Clock clock;

  JobHistoryReader(
      JobStore jobs,
      SnapshotStore snapshots,
      EventPublisher events,
      CleanupSettings settings,
      HistoryEntries entries,
      Clock clock) {
    this.jobs = requireNonNull(jobs, "jobs is null");
    this.snapshots = requireNonNull(snapshots, "snapshots is null");
    this.events = requireNonNull(events, "events is null");
    this.settings = requireNonNull(settings, "settings is null");
    this.entries = requireNonNull(entries, "entries is null");
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
    var cluster = clusterOf.apply(resource);
    var retention = new JobRetentionReader(settings, resource).read(cluster);
    report(
        subject(job),
        retention.problems(),
        "; no snapshots of this job are deleted until this is corrected.");
    return retention.policy().isEmpty()
        ? retention
        : withEntries(job, resource, cluster, retention);
  }

  /** Leaves the entries out, so that they stay, if the job's mode cannot be read (L1). */
  private JobRetention withEntries(
      CleanupTarget job,
      JobResource resource,
      Optional<JobResource> cluster,
      JobRetention retention) {
    try {
      return retention.with(entries.of(resource, cluster));
    } catch (InvalidSettingException invalid) {
      report(
          subject(job),
          List.of(invalid.getMessage()),
          "; savepoints of savepointHistory of this job are kept until this is corrected.");
      return retention;
    }
  }

  /** Returns the job as the subject of events. */
  static EventSubject subject(CleanupTarget job) {
    return new EventSubject(
        job.reference().kind(), job.namespace(), job.reference().name(), job.uid());
  }

  /** Reads the job's snapshots, with everything that their retention depends on. */
  JobHistory read(CleanupTarget job, JobRetention retention) {
    return history(job, retention, snapshots.ofJob(job.namespace(), job.reference()));
  }

  /** Reads from the snapshots that are served everything that their retention depends on. */
  JobHistory history(
      CleanupTarget job, JobRetention retention, List<FlinkStateSnapshot> resources) {
    var candidates =
        resources.stream()
            .filter(settings.selector()::selects)
            .map(resource -> new RetentionCandidateReader(new SnapshotReader(resource)))
            .map(this::candidate)
            .flatMap(Optional::stream)
            .toList();
    return new JobHistory(
        job.namespace(),
        job.reference(),
        retention.policy().orElseThrow(),
        candidates,
        inUse(retention, resources),
        retention.legacy(),
        clock.instant());
  }

  /** Returns the snapshots whose savepoints the job started, or will start, from (U8). */
  private static Set<SnapshotId> inUse(JobRetention retention, List<FlinkStateSnapshot> resources) {
    var paths = retention.savepointsInUse().stream().map(SavepointPath::of).toList();
    return resources.stream()
        .map(SnapshotReader::new)
        .filter(
            snapshot ->
                snapshot.path().filter(path -> paths.stream().anyMatch(path::mayEqual)).isPresent())
        .map(SnapshotReader::id)
        .collect(Collectors.toSet());
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
