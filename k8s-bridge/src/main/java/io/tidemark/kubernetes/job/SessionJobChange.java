package io.tidemark.kubernetes.job;

import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.model.JobStatus;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides which changes of session jobs and clusters concern a workflow. Pure. */
final class SessionJobChange {
  private static final String FAILED = "FAILED";
  private static final Set<String> UNFINISHED = Set.of("UPGRADING", "ROLLING_BACK", "DEPLOYED");

  private SessionJobChange() {}

  /** Returns whether Tidemark starts and stops this job (M3, M4). */
  static boolean isOurs(JobResource job) {
    return job.submittedByTidemark() && !job.handledByReference();
  }

  /**
   * Returns whether spec and cluster may not agree, as far as the resource says. A failed job may
   * have to be started again, or rolled back, and one of another system is taken over.
   */
  static boolean needsWork(JobResource job) {
    return isChanging(job)
        || (!job.beingDeleted() && (lifecycle(job).equals(FAILED) || isToBeTakenOver(job)));
  }

  /** Returns whether the resource has a job that it does not name, or would not be kept for. */
  private static boolean isToBeTakenOver(JobResource job) {
    return job.jobId()
        .filter(jobId -> !job.hasOurFinalizer() || (!job.stopped() && isOther(jobId, job)))
        .isPresent();
  }

  private static boolean isOther(String jobId, JobResource job) {
    var annotation = job.annotation(Submission.ANNOTATION);
    var submission = annotation.flatMap(text -> Annotation.parse(text, Submission.class));
    return annotation.isEmpty() || submission.filter(it -> !it.jobId().equals(jobId)).isPresent();
  }

  private static boolean isChanging(JobResource job) {
    if (job.beingDeleted()) {
      return job.hasOurFinalizer();
    }
    var lifecycle = lifecycle(job);
    if (job.suspended() && lifecycle.equals("CREATED")) {
      return false;
    }
    return UNFINISHED.contains(lifecycle) || generation(job) != observedGeneration(job);
  }

  /**
   * Returns whether the workflow needs to know of a change. A write of the workflow itself does not
   * count, except for a submission that a user has removed or repaired.
   */
  static boolean concerns(Optional<JobResource> before, JobResource job) {
    return before
        .filter(SessionJobChange::isOurs)
        .map(last -> differs(last, job))
        .orElseGet(() -> needsWork(job));
  }

  private static boolean differs(JobResource last, JobResource job) {
    return generation(last) != generation(job)
        || last.beingDeleted() != job.beingDeleted()
        || isEdited(submission(last), submission(job))
        || (hasFailed(job) && !hasFailed(last) && !isChanging(job));
  }

  /** Returns whether a change of a cluster can end a wait of the session jobs on it. */
  static boolean clusterConcerns(Optional<JobResource> before, JobResource cluster) {
    return before.filter(last -> sameCluster(last, cluster)).isEmpty();
  }

  private static boolean sameCluster(JobResource last, JobResource cluster) {
    return generation(last) == generation(cluster)
        && Objects.equals(
            last.getMetadata().getAnnotations(), cluster.getMetadata().getAnnotations())
        && deployment(last).equals(deployment(cluster));
  }

  private static Optional<String> deployment(JobResource cluster) {
    return Optional.ofNullable(cluster.getStatus()).map(JobStatus::jobManagerDeploymentStatus);
  }

  private static boolean hasFailed(JobResource job) {
    return job.state().filter(FAILED::equals).isPresent();
  }

  private static @Nullable String submission(JobResource job) {
    return job.annotation(Submission.ANNOTATION).orElse(null);
  }

  private static boolean isEdited(@Nullable String before, @Nullable String after) {
    return before != null
        && !before.equals(after)
        && (after == null || isUnreadable(before) || isUnreadable(after));
  }

  private static boolean isUnreadable(String submission) {
    return Annotation.parse(submission, Submission.class).isEmpty();
  }

  private static String lifecycle(JobResource job) {
    return Optional.ofNullable(job.getStatus()).map(JobStatus::lifecycleState).orElse("");
  }

  private static long generation(JobResource job) {
    return Optional.ofNullable(job.getMetadata().getGeneration()).orElse(0L);
  }

  private static long observedGeneration(JobResource job) {
    return Optional.ofNullable(job.getStatus()).map(JobStatus::observedGeneration).orElse(0L);
  }
}
