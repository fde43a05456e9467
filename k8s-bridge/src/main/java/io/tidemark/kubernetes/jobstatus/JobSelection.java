package io.tidemark.kubernetes.jobstatus;

import io.tidemark.kubernetes.model.JobAnnotations;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.model.JobSpec;
import io.tidemark.workflow.model.JobReference;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The job of a cluster that a resource is about (M4). Pure. */
sealed interface JobSelection {
  /** Exactly this job. */
  record Found(ListedJob job) implements JobSelection {}

  /** The job with this id, which the cluster does not list. */
  record Missing(String jobId) implements JobSelection {}

  /** More than one job, so none of them. */
  record Several(List<ListedJob> jobs) implements JobSelection {
    String describe() {
      return jobs.stream().map(ListedJob::jobId).sorted().collect(Collectors.joining(", "));
    }
  }

  /** No job: a session cluster, or a job that was not submitted yet. */
  record None() implements JobSelection {}

  /** Selects the job of a resource among those that its cluster lists. */
  static JobSelection of(JobResource resource, List<ListedJob> jobs) {
    var byId = resource.annotation(JobAnnotations.JOB_ID);
    if (byId.isPresent()) {
      return listed(byId.get().strip(), jobs);
    }
    var byName = resource.annotation(JobAnnotations.JOB_NAME);
    if (byName.isPresent()) {
      var name = byName.get().strip();
      return only(resource, jobs, job -> job.name().equals(name), false);
    }
    if (resource.submittedByTidemark()) {
      return recorded(resource, jobs);
    }
    return hasJob(resource) ? only(resource, jobs, job -> true, true) : new None();
  }

  private static boolean hasJob(JobResource resource) {
    return !resource.getKind().equals(JobReference.DEPLOYMENT)
        || Optional.ofNullable(resource.getSpec()).map(JobSpec::job).isPresent();
  }

  /**
   * Selects the only job that has not ended. Without one, the recorded job has ended.
   *
   * @param keepsRecorded whether the recorded job is kept beside others, as for an application,
   *     whose further jobs do not make it another one
   */
  private static JobSelection only(
      JobResource resource,
      List<ListedJob> jobs,
      Predicate<ListedJob> candidate,
      boolean keepsRecorded) {
    var active = jobs.stream().filter(job -> !job.ended()).filter(candidate).toList();
    var known =
        active.stream().filter(job -> resource.jobId().filter(job.jobId()::equals).isPresent());
    if (active.size() == 1) {
      return new Found(active.get(0));
    }
    if (active.isEmpty()) {
      return ended(resource, jobs.stream().filter(candidate).toList());
    }
    return known
        .filter(job -> keepsRecorded)
        .findFirst()
        .<JobSelection>map(Found::new)
        .orElseGet(() -> new Several(active));
  }

  private static JobSelection ended(JobResource resource, List<ListedJob> candidates) {
    return resource.jobId().isEmpty() && candidates.size() == 1
        ? new Found(candidates.get(0))
        : recorded(resource, candidates);
  }

  private static JobSelection recorded(JobResource resource, List<ListedJob> jobs) {
    return resource.jobId().map(id -> listed(id, jobs)).orElseGet(None::new);
  }

  private static JobSelection listed(String jobId, List<ListedJob> jobs) {
    return jobs.stream()
        .filter(job -> job.jobId().equals(jobId))
        .findFirst()
        .<JobSelection>map(Found::new)
        .orElseGet(() -> new Missing(jobId));
  }
}
