package io.tidemark.kubernetes.jobstatus;

import static java.util.Objects.requireNonNull;

import io.tidemark.kubernetes.model.JobResource;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;

/**
 * The jobs of a cluster that have not ended, and that no resource is about (M4).
 *
 * @param namespace namespace of the FlinkDeployment
 * @param cluster name of the FlinkDeployment
 * @param jobs the jobs
 */
public record UnclaimedJobs(String namespace, String cluster, List<ListedJob> jobs) {
  public UnclaimedJobs {
    requireNonNull(namespace, "namespace is null");
    requireNonNull(cluster, "cluster is null");
    jobs = List.copyOf(jobs);
  }

  /** Returns the jobs that none of the resources of their cluster is about. */
  public static List<ListedJob> of(Collection<JobResource> ofCluster, List<ListedJob> jobs) {
    var claimed = new HashSet<String>();
    for (var resource : ofCluster) {
      resource.jobId().ifPresent(claimed::add);
      if (JobSelection.of(resource, jobs) instanceof JobSelection.Found found) {
        claimed.add(found.job().jobId());
      }
    }
    return jobs.stream().filter(job -> !job.ended() && !claimed.contains(job.jobId())).toList();
  }

  /** Returns the number of jobs. */
  public int count() {
    return jobs.size();
  }
}
