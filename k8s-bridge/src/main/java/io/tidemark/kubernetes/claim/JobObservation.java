package io.tidemark.kubernetes.claim;

import io.tidemark.kubernetes.model.FlinkConfiguration;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.model.JobSpec;
import io.tidemark.workflow.flink.FlinkJob;
import java.time.Instant;
import java.util.Optional;

/**
 * The job resource that a snapshot names, and its cluster, as they were read; empty where there is
 * none. A FlinkDeployment is its own cluster.
 *
 * @param job the job resource
 * @param cluster the FlinkDeployment whose cluster runs the job
 */
record JobObservation(Optional<JobResource> job, Optional<JobResource> cluster) {
  static final JobObservation NONE = new JobObservation(Optional.empty(), Optional.empty());

  /** The job as Flink knows it, once it has an id and a cluster. */
  Optional<Running> running() {
    return job.filter(it -> it.jobId().isPresent())
        .flatMap(it -> cluster.map(on -> new Running(it, on)));
  }

  /** The cluster for what needs no job, such as a disposal. */
  Optional<FlinkJob> anyJob(String namespace) {
    var jobId = job.flatMap(JobResource::jobId).orElse("");
    return cluster.map(
        it ->
            new FlinkJob(
                namespace, it.getMetadata().getName(), configuration(it).restPort(), jobId));
  }

  /** The job's directory for savepoints, else its cluster's (R4). */
  Optional<String> savepointDirectory() {
    return job.flatMap(it -> configuration(it).savepointDirectory())
        .or(() -> cluster.flatMap(it -> configuration(it).savepointDirectory()));
  }

  private static FlinkConfiguration configuration(JobResource resource) {
    return FlinkConfiguration.of(
        Optional.ofNullable(resource.getSpec()).map(JobSpec::flinkConfiguration).orElse(null));
  }

  /**
   * A job that was submitted to a cluster.
   *
   * @param job the job resource, with a job id
   * @param cluster its cluster's resource
   */
  record Running(JobResource job, JobResource cluster) {
    Attempt attempt(int number, Instant at) {
      return new Attempt(
          number,
          job.jobId().orElseThrow(),
          job.getMetadata().getUid(),
          at.toString(),
          cluster.getMetadata().getName(),
          configuration(cluster).restPort(),
          0,
          null);
    }
  }
}
