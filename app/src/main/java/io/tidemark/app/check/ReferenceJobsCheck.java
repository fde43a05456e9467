package io.tidemark.app.check;

import static java.util.Objects.requireNonNull;

import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.store.JobStore;
import io.tidemark.kubernetes.store.NamespacedReading;
import io.tidemark.kubernetes.store.WatchedNamespaces;
import io.tidemark.workflow.model.ListFormatter;

/** Names the jobs that the reference operator handles, and Tidemark only reads (M3). */
public final class ReferenceJobsCheck {
  private static final String SUBJECT = "jobs of the Flink operator";
  private static final int NAMED = 5;

  private final JobStore jobs;
  private final WatchedNamespaces namespaces;

  /**
   * Creates the check, which is for the mode standalone.
   *
   * @param jobs the jobs of an API server, with the right to list them
   * @param namespaces the namespaces to check
   */
  public ReferenceJobsCheck(JobStore jobs, WatchedNamespaces namespaces) {
    this.jobs = requireNonNull(jobs, "jobs is null");
    this.namespaces = requireNonNull(namespaces, "namespaces is null");
  }

  /** Reads the jobs of all namespaces that can be read, and returns the result. */
  public CheckResult run() {
    var handled =
        NamespacedReading.of(namespaces, jobs::list).found().stream()
            .filter(JobResource::handledByReference)
            .map(
                job ->
                    "%s %s/%s"
                        .formatted(
                            job.getKind(),
                            job.getMetadata().getNamespace(),
                            job.getMetadata().getName()))
            .toList();
    return handled.isEmpty()
        ? CheckResult.ok(SUBJECT, "none")
        : CheckResult.warning(
            SUBJECT,
            "%d resources have its finalizer, so Tidemark reads them and writes nothing (%s); to hand one over, remove the finalizer"
                .formatted(handled.size(), ListFormatter.of(handled, NAMED)));
  }
}
