package io.tidemark.kubernetes.jobstatus;

import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.model.JobStatus;
import io.tidemark.workflow.flink.JobStates;
import io.tidemark.workflow.model.JobReference;
import io.tidemark.workflow.resource.EventReason;
import io.tidemark.workflow.resource.ResourceEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides what a look at a cluster means for the status of a job resource (M2, M4). Pure. */
final class JobStatusPlanner {
  /** The time without an answer after which a RUNNING job is in an unknown state. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final String RUNNING = "RUNNING";
  private static final String RECONCILING = "RECONCILING";
  private static final String NOT_FOUND = "Job Not Found";
  private static final String READY = "READY";
  private static final String DEPLOYED_NOT_READY = "DEPLOYED_NOT_READY";
  private static final Set<String> ONCE_READY = Set.of(READY, DEPLOYED_NOT_READY);

  private final JobResource resource;
  private final ClusterLook look;
  private final Instant now;
  private final JobStatus.Job recorded;

  private JobStatusPlanner(JobResource resource, ClusterLook look, Instant now) {
    this.resource = resource;
    this.look = look;
    this.now = now;
    this.recorded = LearntStatus.recorded(resource);
  }

  static JobStatusPlan plan(JobResource resource, ClusterLook look, Instant now) {
    var ours =
        !resource.handledByReference()
            && (resource.submittedByTidemark() || !resource.beingDeleted());
    return ours ? new JobStatusPlanner(resource, look, now).plan() : JobStatusPlan.NOTHING;
  }

  private JobStatusPlan plan() {
    if (resource.submittedByTidemark() && resource.jobId().isEmpty()) {
      return JobStatusPlan.NOTHING;
    }
    if (look.addressError() != null) {
      return withoutAddress(look.addressError());
    }
    return look.answer()
        .map(jobs -> selected(JobSelection.of(resource, jobs)))
        .orElseGet(this::silent);
  }

  /** The address is that of the cluster's resource, so only that one shows the error. */
  private JobStatusPlan withoutAddress(String error) {
    return resource.getKind().equals(JobReference.DEPLOYMENT)
        ? plan(recorded, error, new ResourceEvent(EventReason.INVALID_SETTING, error, error))
        : JobStatusPlan.NOTHING;
  }

  private JobStatusPlan silent() {
    var since = Objects.requireNonNull(look.silentSince(), "silentSince is null");
    var unknown =
        RUNNING.equals(recorded.state()) && Duration.between(since, now).compareTo(PATIENCE) >= 0;
    return plan(unknown ? inState(recorded, RECONCILING) : recorded, currentError(), null);
  }

  private JobStatusPlan selected(JobSelection selection) {
    if (selection instanceof JobSelection.Found found) {
      return plan(running(found.job()), ownError(null), null);
    }
    if (selection instanceof JobSelection.Missing missing) {
      return missing(missing.jobId());
    }
    if (selection instanceof JobSelection.Several several) {
      return several(several.describe());
    }
    return plan(recorded, ownError(null), null);
  }

  private JobStatusPlan missing(String jobId) {
    var known = jobId.equals(recorded.jobId());
    if (known && recorded.state() != null && JobStates.ended(recorded.state())) {
      return plan(recorded, ownError(null), null);
    }
    if (resource.submittedByTidemark()) {
      return look.first() && RUNNING.equals(recorded.state())
          ? lostWhileNobodyLooked()
          : JobStatusPlan.LOST;
    }
    var text =
        "The cluster no longer knows job %s of %s; its last state was %s."
            .formatted(jobId, resource.reference(), recorded.state());
    return known
        ? plan(
            inState(recorded, RECONCILING),
            NOT_FOUND,
            new ResourceEvent(EventReason.JOB_LOST, text, jobId))
        : plan(recorded, NOT_FOUND, null);
  }

  /** The time of the recorded state stays: it is the last at which the job is known to have run. */
  private JobStatusPlan lostWhileNobodyLooked() {
    var unknown =
        new JobStatus.Job(
            recorded.jobId(),
            recorded.jobName(),
            RECONCILING,
            recorded.startTime(),
            recorded.updateTime(),
            recorded.upgradeSavepointPath());
    return new JobStatusPlan(
        new LearntStatus(unknown, deployment(), clusterInfo(), currentError()), null, true);
  }

  private JobStatusPlan several(String ids) {
    var text =
        "%s could be about each of the jobs %s; name one by the annotation tidemark.io/job-id."
            .formatted(resource.reference(), ids);
    return plan(recorded, text, new ResourceEvent(EventReason.JOB_AMBIGUOUS, text, ids));
  }

  private JobStatus.Job running(ListedJob job) {
    var changed = inState(recorded, job.state());
    return new JobStatus.Job(
        job.jobId(),
        job.name(),
        job.state(),
        Long.toString(job.startTime()),
        changed.updateTime(),
        recorded.upgradeSavepointPath());
  }

  /** Returns a job in a state; its update time is that of the look with another one. */
  private JobStatus.Job inState(JobStatus.Job job, String state) {
    var unchanged = state.equals(job.state()) && job.updateTime() != null;
    return new JobStatus.Job(
        job.jobId(),
        job.jobName(),
        state,
        job.startTime(),
        unchanged ? job.updateTime() : Long.toString(now.toEpochMilli()),
        job.upgradeSavepointPath());
  }

  private JobStatusPlan plan(
      JobStatus.Job job, @Nullable String error, @Nullable ResourceEvent event) {
    return new JobStatusPlan(
        new LearntStatus(job, deployment(), clusterInfo(), error), event, false);
  }

  /** The error of a job that Tidemark submits is that of its workflow. */
  private @Nullable String ownError(@Nullable String error) {
    return resource.submittedByTidemark() ? currentError() : error;
  }

  private @Nullable String currentError() {
    return Optional.ofNullable(resource.getStatus()).map(JobStatus::error).orElse(null);
  }

  private @Nullable String deployment() {
    if (!resource.getKind().equals(JobReference.DEPLOYMENT)) {
      return null;
    }
    var current =
        Optional.ofNullable(resource.getStatus())
            .map(JobStatus::jobManagerDeploymentStatus)
            .orElse(null);
    if (look.addressError() != null) {
      return current;
    }
    if (look.answer().isPresent()) {
      return READY;
    }
    return ONCE_READY.contains(Objects.requireNonNullElse(current, ""))
        ? DEPLOYED_NOT_READY
        : "DEPLOYING";
  }

  private Map<String, String> clusterInfo() {
    return resource.getKind().equals(JobReference.DEPLOYMENT) ? look.info() : Map.of();
  }
}
