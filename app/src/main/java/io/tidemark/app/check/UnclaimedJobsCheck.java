package io.tidemark.app.check;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.groupingBy;

import io.tidemark.kubernetes.jobstatus.ClusterReader;
import io.tidemark.kubernetes.jobstatus.ListedJob;
import io.tidemark.kubernetes.jobstatus.UnclaimedJobs;
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

/** Asks the clusters for jobs that no resource is about, in mode standalone (M4). */
public final class UnclaimedJobsCheck {
  private static final String SUBJECT = "jobs without a resource";
  private static final int NAMED = 5;

  private final JobStore jobs;
  private final WatchedNamespaces namespaces;
  private final ClusterReader clusters;

  private record Cluster(String namespace, String name) {}

  /**
   * Creates the check.
   *
   * @param jobs the jobs of an API server, with the right to list them
   * @param namespaces the namespaces to check
   * @param clusters asks the clusters; those that do not answer are left out
   */
  public UnclaimedJobsCheck(JobStore jobs, WatchedNamespaces namespaces, ClusterReader clusters) {
    this.jobs = requireNonNull(jobs, "jobs is null");
    this.namespaces = requireNonNull(namespaces, "namespaces is null");
    this.clusters = requireNonNull(clusters, "clusters is null");
  }

  /** Asks all clusters at once, and returns the result. */
  public CheckResult run() {
    var byCluster =
        NamespacedReading.of(namespaces, jobs::list).found().stream()
            .filter(job -> job.clusterName().isPresent())
            .collect(
                groupingBy(
                    job ->
                        new Cluster(
                            job.getMetadata().getNamespace(), job.clusterName().orElseThrow())));
    var threads = Executors.newCachedThreadPool();
    try {
      var questions =
          byCluster.values().stream()
              .map(jobs -> CompletableFuture.supplyAsync(() -> unclaimed(jobs), threads))
              .toList();
      return result(questions.stream().flatMap(question -> question.join().stream()).toList());
    } finally {
      threads.shutdownNow();
    }
  }

  private static CheckResult result(List<String> unclaimed) {
    return unclaimed.isEmpty()
        ? CheckResult.ok(SUBJECT, "none on the clusters that answer")
        : CheckResult.warning(
            SUBJECT,
            "no FlinkDeployment or FlinkSessionJob is about %d running jobs (%s); no snapshots of them are taken"
                .formatted(unclaimed.size(), ListFormatter.of(unclaimed, NAMED)));
  }

  private List<String> unclaimed(List<JobResource> ofCluster) {
    return ofCluster.stream()
        .filter(job -> job.getKind().equals(JobReference.DEPLOYMENT))
        .flatMap(cluster -> unclaimed(cluster, ofCluster))
        .toList();
  }

  private Stream<String> unclaimed(JobResource cluster, List<JobResource> ofCluster) {
    var metadata = cluster.getMetadata();
    return listed(cluster).stream()
        .flatMap(jobs -> UnclaimedJobs.of(ofCluster, jobs).stream())
        .map(
            job ->
                "%s of %s/%s".formatted(job.jobId(), metadata.getNamespace(), metadata.getName()));
  }

  private Optional<List<ListedJob>> listed(JobResource cluster) {
    try {
      return new ClusterAddress(cluster).job("").map(clusters::jobs);
    } catch (RuntimeException noAnswer) {
      return Optional.empty();
    }
  }
}
