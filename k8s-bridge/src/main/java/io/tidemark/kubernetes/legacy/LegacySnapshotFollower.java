package io.tidemark.kubernetes.legacy;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.grpc.Status;
import io.tidemark.kubernetes.bridge.JobFollower;
import io.tidemark.kubernetes.bridge.SnapshotWorkflows;
import io.tidemark.kubernetes.bridge.WorkflowStubs;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.model.JobStatus;
import io.tidemark.kubernetes.model.RecordedAttempt;
import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.kubernetes.record.EventPublisher;
import io.tidemark.kubernetes.store.JobStore;
import io.tidemark.workflow.model.SnapshotType;
import io.tidemark.workflow.resource.EventReason;
import io.tidemark.workflow.resource.ResourceEvent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the workflows of the snapshots that jobs carry, and signals what those wait for (L4). The
 * next sweep repeats a call that failed, and starts what was terminated.
 */
public final class LegacySnapshotFollower implements JobFollower {
  private static final Logger log = LoggerFactory.getLogger(LegacySnapshotFollower.class);

  private final SnapshotWorkflows workflows;
  private final JobStore jobs;
  private final EventPublisher events;

  /** The jobs of snapshots that Temporal knows, by the uid of the snapshot. */
  private final Map<String, Seen> known = new ConcurrentHashMap<>();

  /** The parts of a job that a snapshot may wait for; its own writes change none of them (W5). */
  private record Seen(
      @Nullable Long generation,
      boolean deleted,
      Optional<String> jobId,
      Optional<String> state,
      Optional<String> lifecycle) {
    static Seen of(JobResource job) {
      return new Seen(
          job.getMetadata().getGeneration(),
          job.beingDeleted(),
          job.jobId(),
          job.state(),
          Optional.ofNullable(job.getStatus()).map(JobStatus::lifecycleState));
    }
  }

  public LegacySnapshotFollower(WorkflowStubs stubs, JobStore jobs, EventPublisher events) {
    this.workflows = new SnapshotWorkflows(stubs);
    this.jobs = requireNonNull(jobs, "jobs is null");
    this.events = requireNonNull(events, "events is null");
  }

  @Override
  public void changed(JobResource job) {
    CarriedSnapshot.pending(job).forEach(this::pending);
  }

  private void pending(CarriedSnapshot snapshot) {
    var now = Seen.of(snapshot.job());
    var before = known.put(snapshot.id().uid(), now);
    if (before == null) {
      call(snapshot, workflows::wake);
    } else if (!before.equals(now)) {
      call(snapshot, workflows::notifyOfChange);
    }
  }

  /** Ends what waits for the job, and names the data that Flink may still write (L4). */
  @Override
  public void gone(JobResource last) {
    CarriedSnapshot.pending(last)
        .forEach(
            snapshot -> {
              reportRetained(snapshot);
              call(snapshot, workflows::notifyOfChange);
              known.remove(snapshot.id().uid());
            });
  }

  private void reportRetained(CarriedSnapshot snapshot) {
    var reader = snapshot.reader();
    reader
        .attempt()
        .filter(attempt -> snapshot.type() == SnapshotType.SAVEPOINT)
        .filter(attempt -> isDeleted(snapshot.job()))
        .ifPresent(attempt -> report(reader, attempt));
  }

  /** Returns whether the job does not exist, unlike one whose namespace is not served any more. */
  private boolean isDeleted(JobResource last) {
    try {
      return jobs.current(last).isEmpty();
    } catch (KubernetesClientException unreadable) {
      log.debug("Failed to read {}, whose watch has ended", last.reference(), unreadable);
      return false;
    }
  }

  private void report(SnapshotReader snapshot, RecordedAttempt attempt) {
    var parameters = attempt.parameters();
    var directory = parameters == null ? null : parameters.targetDirectory();
    var text =
        "the job's resource was deleted before Flink has ended it; its data in %s is left"
            .formatted(directory == null ? "Flink's default directory" : directory);
    events.publish(snapshot.id(), new ResourceEvent(EventReason.SAVEPOINT_RETAINED, text, "gone"));
  }

  @Override
  public void sweep(List<JobResource> all) {
    var pending = all.stream().flatMap(CarriedSnapshot::pending).toList();
    Set<String> uids = pending.stream().map(it -> it.id().uid()).collect(Collectors.toSet());
    known.keySet().retainAll(uids);
    pending.forEach(snapshot -> call(snapshot, workflows::start));
  }

  private void call(CarriedSnapshot snapshot, Consumer<SnapshotReader> call) {
    try {
      call.accept(snapshot.reader());
    } catch (RuntimeException failed) {
      log.warn(
          "Failed to notify Temporal of {}; the next sweep will retry: {}",
          snapshot.id(),
          Status.fromThrowable(failed));
      known.remove(snapshot.id().uid());
    }
  }
}
