package io.tidemark.app.check;

import static java.util.Objects.requireNonNull;

import io.tidemark.kubernetes.jobstatus.ClusterReader;
import io.tidemark.kubernetes.model.ClusterAddress;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.store.JobStore;
import io.tidemark.kubernetes.store.NamespacedReading;
import io.tidemark.kubernetes.store.WatchedNamespaces;
import io.tidemark.workflow.model.JobReference;
import io.tidemark.workflow.model.ListFormatter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/**
 * Asks each cluster that has a FlinkDeployment, in mode standalone: without an answer, no job of it
 * has a status, a start or a snapshot (M4).
 */
public final class ClustersCheck {
  private static final String SUBJECT = "Flink clusters";
  private static final int NAMED = 5;

  private final JobStore jobs;
  private final WatchedNamespaces namespaces;
  private final ClusterReader clusters;

  /**
   * Creates the check.
   *
   * @param jobs the jobs of an API server, with the right to list them
   * @param namespaces the namespaces to check
   * @param clusters asks the clusters
   */
  public ClustersCheck(JobStore jobs, WatchedNamespaces namespaces, ClusterReader clusters) {
    this.jobs = requireNonNull(jobs, "jobs is null");
    this.namespaces = requireNonNull(namespaces, "namespaces is null");
    this.clusters = requireNonNull(clusters, "clusters is null");
  }

  /** Asks all clusters at once, and returns the result. */
  public CheckResult run() {
    var resources = NamespacedReading.of(namespaces, jobs::list).found();
    var deployments = resources.stream().filter(ClustersCheck::isCluster).toList();
    var problems = Stream.concat(silent(deployments).stream(), withoutCluster(resources)).toList();
    if (!problems.isEmpty()) {
      return CheckResult.warning(SUBJECT, ListFormatter.of(problems, NAMED));
    }
    return deployments.isEmpty()
        ? CheckResult.warning(
            SUBJECT,
            "there is no FlinkDeployment; create one for each cluster, if only with spec: {} (docs/reference/standalone.md)")
        : CheckResult.ok(SUBJECT, "%d, and all answer".formatted(deployments.size()));
  }

  private List<String> silent(List<JobResource> deployments) {
    var threads = Executors.newCachedThreadPool();
    try {
      var questions =
          deployments.stream()
              .map(it -> CompletableFuture.supplyAsync(() -> problem(it), threads))
              .toList();
      return questions.stream().flatMap(question -> question.join().stream()).toList();
    } finally {
      threads.shutdownNow();
    }
  }

  private Optional<String> problem(JobResource deployment) {
    try {
      var unused = new ClusterAddress(deployment).job("").map(clusters::jobs);
      return Optional.empty();
    } catch (RuntimeException noAnswer) {
      return Optional.of(
          "FlinkDeployment %s does not answer (%s); if its address is another one, name the Service by tidemark.io/rest-service"
              .formatted(name(deployment), noAnswer.getMessage()));
    }
  }

  private static Stream<String> withoutCluster(List<JobResource> resources) {
    return resources.stream()
        .filter(it -> !isCluster(it))
        .filter(it -> resources.stream().noneMatch(other -> isClusterOf(it, other)))
        .map(
            it ->
                "FlinkSessionJob %s has no FlinkDeployment %s"
                    .formatted(name(it), it.clusterName().orElse("(none)")));
  }

  private static boolean isClusterOf(JobResource job, JobResource other) {
    return isCluster(other)
        && other.getMetadata().getNamespace().equals(job.getMetadata().getNamespace())
        && job.clusterName().filter(other.getMetadata().getName()::equals).isPresent();
  }

  private static boolean isCluster(JobResource resource) {
    return resource.getKind().equals(JobReference.DEPLOYMENT);
  }

  private static String name(JobResource resource) {
    return resource.getMetadata().getNamespace() + "/" + resource.getMetadata().getName();
  }
}
