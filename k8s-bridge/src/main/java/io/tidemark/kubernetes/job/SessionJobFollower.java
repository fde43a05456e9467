package io.tidemark.kubernetes.job;

import io.grpc.Status;
import io.tidemark.kubernetes.bridge.JobFollower;
import io.tidemark.kubernetes.bridge.WorkflowStubs;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.workflow.model.JobReference;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts and signals the workflows of session jobs as their resources and clusters change (U5). The
 * next sweep repeats a call that failed, and starts what was terminated.
 */
public final class SessionJobFollower implements JobFollower {
  private static final Logger log = LoggerFactory.getLogger(SessionJobFollower.class);

  private final SessionJobWorkflows workflows;

  /** The session jobs and clusters as they were seen last, by uid; shared with the cache. */
  private final Map<String, JobResource> latest = new ConcurrentHashMap<>();

  /** The version of the resource at its last start by a sweep, by uid. */
  private final Map<String, String> started = new ConcurrentHashMap<>();

  /** As the last sweep has found it. */
  private volatile OptionalLong held = OptionalLong.empty();

  public SessionJobFollower(WorkflowStubs stubs) {
    this.workflows = new SessionJobWorkflows(stubs);
  }

  @Override
  public void changed(JobResource job) {
    var before = Optional.ofNullable(latest.put(uid(job), job));
    if (job.getKind().equals(JobReference.DEPLOYMENT)) {
      clusterChanged(before, job);
    } else if (SessionJobChange.isOurs(job) && SessionJobChange.concerns(before, job)) {
      call(job, job.beingDeleted() ? workflows::deletionRequested : workflows::changed);
    }
  }

  /** A resource that was not submitted yet is gone without a deletion that a run could see. */
  @Override
  public void gone(JobResource last) {
    latest.remove(uid(last));
    started.remove(uid(last));
    if (SessionJobChange.isOurs(last) && SessionJobChange.needsWork(last) && !last.beingDeleted()) {
      call(last, workflows::changed);
    }
  }

  /**
   * Starts what needs work and does not run. A run that has completed at this version of the
   * resource has done all that it could, so only one that was terminated is started again.
   */
  @Override
  public void sweep(List<JobResource> all) {
    var uids = all.stream().map(SessionJobFollower::uid).collect(Collectors.toSet());
    latest.keySet().retainAll(uids);
    started.keySet().retainAll(uids);
    all.stream()
        .filter(SessionJobChange::isOurs)
        .filter(SessionJobChange::needsWork)
        .forEach(this::sweep);
    held = workflows.held();
  }

  /** Returns the number of changes that wait for a person; empty if Temporal does not tell. */
  public OptionalLong held() {
    return held;
  }

  /** Wakes the workflow of a job that its cluster does not know any more (U10). */
  public void lost(JobResource job) {
    if (SessionJobChange.isOurs(job)) {
      call(job, workflows::changed);
    }
  }

  private void sweep(JobResource job) {
    var version = job.getMetadata().getResourceVersion();
    if (version.equals(started.put(uid(job), version))) {
      call(job, workflows::restart);
    } else {
      call(job, workflows::start);
    }
  }

  /** Wakes the session jobs that may wait for their cluster. */
  private void clusterChanged(Optional<JobResource> before, JobResource cluster) {
    if (SessionJobChange.clusterConcerns(before, cluster)) {
      latest.values().stream()
          .filter(SessionJobChange::isOurs)
          .filter(job -> isOn(cluster, job))
          .filter(SessionJobChange::needsWork)
          .forEach(job -> call(job, workflows::changed));
    }
  }

  private static boolean isOn(JobResource cluster, JobResource job) {
    return job.getMetadata().getNamespace().equals(cluster.getMetadata().getNamespace())
        && job.clusterName().filter(cluster.getMetadata().getName()::equals).isPresent();
  }

  private void call(JobResource job, Consumer<JobResource> call) {
    try {
      call.accept(job);
    } catch (RuntimeException failed) {
      log.warn(
          "Failed to notify Temporal of {}; the next sweep will retry: {}",
          job.reference(),
          Status.fromThrowable(failed));
      started.remove(uid(job));
    }
  }

  private static String uid(JobResource job) {
    return job.getMetadata().getUid();
  }
}
