package io.tidemark.kubernetes.jobstatus;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.model.JobStatus;
import io.tidemark.kubernetes.record.EventPublisher;
import io.tidemark.kubernetes.record.EventSubject;
import io.tidemark.kubernetes.store.JobStore;
import io.tidemark.kubernetes.store.WriteConflict;
import io.tidemark.workflow.resource.EventReason;
import io.tidemark.workflow.resource.ResourceEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the status that was learnt, only if it differs, and at the version that was read. A status
 * that was changed by others since our last write is left alone for a minute (M3).
 */
final class JobStatusWriter {
  private static final Logger log = LoggerFactory.getLogger(JobStatusWriter.class);
  private static final Duration TRUCE = Duration.ofMinutes(1);

  private final JobStore jobs;
  private final EventPublisher events;
  private final InstantSource clock;

  /** The last write, by uid. */
  private final Map<String, Written> written = new ConcurrentHashMap<>();

  /**
   * The job and the error of a status as they were written, or a time before which not to write.
   */
  private record Written(Optional<JobStatus.Job> job, Instant notBefore) {
    static Written as(JobStatus.Job job) {
      return new Written(Optional.of(job), Instant.EPOCH);
    }
  }

  JobStatusWriter(JobStore jobs, EventPublisher events, InstantSource clock) {
    this.jobs = jobs;
    this.events = events;
    this.clock = clock;
  }

  /**
   * Writes what a look means for a cached resource, if the current one differs.
   *
   * @param plan what it means for the resource as it is cached
   */
  void write(JobResource cached, JobStatusPlan plan, ClusterLook look) {
    var now = clock.instant();
    if (plan.learnt().filter(status -> status.differsFrom(cached)).isEmpty()) {
      agree(cached);
    } else if (mayWrite(cached, now)) {
      jobs.readWhole(cached).ifPresent(current -> writeCurrent(current, look, now));
    }
  }

  /** A status that is as Flink says counts as ours: another replica may have written it. */
  private void agree(JobResource cached) {
    written.computeIfPresent(
        cached.getMetadata().getUid(), (uid, last) -> Written.as(LearntStatus.recorded(cached)));
  }

  private boolean mayWrite(JobResource cached, Instant now) {
    var last = written.get(cached.getMetadata().getUid());
    return last == null || !now.isBefore(last.notBefore());
  }

  /** Forgets a resource that is gone. */
  void forget(JobResource gone) {
    written.remove(gone.getMetadata().getUid());
  }

  private void writeCurrent(JobStore.Whole current, ClusterLook look, Instant now) {
    var resource = current.resource();
    var plan = JobStatusPlanner.plan(resource, look, now);
    var changes = plan.learnt().map(status -> status.changes(current, now)).orElse(Map.of());
    if (changes.isEmpty()) {
      return;
    }
    if (changedByOthers(resource)) {
      leaveAlone(resource, now);
      return;
    }
    plan.announcement().ifPresent(event -> events.publish(EventSubject.of(resource), event));
    try {
      var after = jobs.patchStatus(resource, changes);
      written.put(resource.getMetadata().getUid(), Written.as(LearntStatus.recorded(after)));
    } catch (KubernetesClientException refused) {
      if (!WriteConflict.is(refused)) {
        throw refused;
      }
      log.debug("The next look writes the status of {}", resource.reference(), refused);
    }
  }

  /** The workflow of a job that Tidemark submits writes its status, too. */
  private boolean changedByOthers(JobResource resource) {
    var last = written.get(resource.getMetadata().getUid());
    return last != null
        && !resource.submittedByTidemark()
        && last.job().filter(job -> !job.equals(LearntStatus.recorded(resource))).isPresent();
  }

  private void leaveAlone(JobResource resource, Instant now) {
    written.put(resource.getMetadata().getUid(), new Written(Optional.empty(), now.plus(TRUCE)));
    var text =
        ("something else also writes the status of %s, which the mode standalone takes from Flink;"
                + " Tidemark waits a minute before it writes again. Give the Flink operator a label"
                + " selector that leaves the resource out.")
            .formatted(resource.reference());
    events.publish(
        EventSubject.of(resource), new ResourceEvent(EventReason.HANDLED_TWICE, text, "status"));
  }
}
