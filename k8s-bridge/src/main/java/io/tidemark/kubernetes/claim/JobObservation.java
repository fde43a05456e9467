package io.tidemark.kubernetes.claim;

import io.tidemark.kubernetes.model.ClusterAddress;
import io.tidemark.kubernetes.model.FlinkConfiguration;
import io.tidemark.kubernetes.model.JobAnnotations;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.model.RecordedAttempt;
import io.tidemark.workflow.flink.FlinkJob;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The job resource that a snapshot names, and its cluster, as they were read; empty if they do not
 * exist. A FlinkDeployment is its own cluster.
 *
 * @param job the job resource
 * @param cluster the FlinkDeployment whose cluster runs the job
 */
record JobObservation(Optional<JobResource> job, Optional<JobResource> cluster) {
  /** Flink's own default of {@code execution.checkpointing.timeout}. */
  private static final String DEFAULT_CHECKPOINT_TIMEOUT = "not set, and 10 min by default";

  static final JobObservation NONE = new JobObservation(Optional.empty(), Optional.empty());

  /** Returns the job once it was submitted, with a job id and a cluster. */
  Optional<Running> running() {
    return job.filter(resource -> resource.jobId().isPresent())
        .flatMap(resource -> cluster.map(deployment -> new Running(resource, deployment)));
  }

  /**
   * Returns the cluster, for calls that need no job, such as a disposal; its job id may be empty.
   */
  Optional<FlinkJob> flinkCluster() {
    var jobId = job.flatMap(JobResource::jobId).orElse("");
    return cluster.map(ClusterAddress::new).flatMap(address -> address.job(jobId));
  }

  /**
   * Returns the job that an attempt was sent to, at the address that its cluster has now. The
   * Secrets that the resources name now are for their own cluster only: an attempt is an
   * annotation, which a user may edit (S4).
   */
  FlinkJob jobOf(RecordedAttempt attempt, String namespace) {
    return flinkCluster()
        .filter(current -> current.cluster().equals(attempt.cluster()))
        .map(current -> current.withJobId(attempt.jobId()))
        .orElseGet(() -> attempt.job(namespace));
  }

  /** Returns the reason for which the cluster has no address; empty if it has one. */
  Optional<String> addressError() {
    return cluster.map(ClusterAddress::new).flatMap(ClusterAddress::error);
  }

  /** Returns the reason for which no checkpoint can be requested; empty if one can (R12). */
  Optional<String> checkpointTypeError() {
    return resources()
        .flatMap(
            resource ->
                configurationError(resource, FlinkConfiguration::checkpointTypeError).stream())
        .findFirst();
  }

  private static Optional<String> configurationError(
      JobResource resource, Function<FlinkConfiguration, Optional<String>> check) {
    return check
        .apply(resource.configuration())
        .map(error -> "flinkConfiguration of %s: %s.".formatted(resource.reference(), error));
  }

  /**
   * Returns the type of the checkpoints that are triggered: that of the job, else of its cluster;
   * empty if neither sets one (R12).
   */
  Optional<String> checkpointType() {
    return resources()
        .flatMap(resource -> resource.configuration().checkpointType().stream())
        .findFirst();
  }

  /** Returns the time after which Flink ends a snapshot of the job, for people to read (R25). */
  String checkpointTimeout() {
    return resources()
        .flatMap(resource -> resource.configuration().checkpointTimeout().stream())
        .findFirst()
        .orElse(DEFAULT_CHECKPOINT_TIMEOUT);
  }

  /**
   * Returns the job's cluster if it is called over TLS and no Secret with certificates is named for
   * it (R8).
   */
  Optional<JobResource> clusterWithoutCertificates() {
    return cluster.filter(
        resource ->
            resource.configuration().restOverTls()
                && resource.annotation(JobAnnotations.FLINK_TLS_SECRET).isEmpty());
  }

  /** Returns the job's savepoint directory, else that of its cluster (R4). */
  Optional<String> savepointDirectory() {
    return job.flatMap(resource -> resource.configuration().savepointDirectory())
        .or(() -> cluster.flatMap(resource -> resource.configuration().savepointDirectory()));
  }

  private Stream<JobResource> resources() {
    return Stream.of(job, cluster).flatMap(Optional::stream);
  }

  /**
   * A job that was submitted to a cluster.
   *
   * @param job the job resource, with a job id
   * @param cluster its cluster's resource
   */
  record Running(JobResource job, JobResource cluster) {
    /** Returns a new attempt; empty if the cluster has no address. */
    Optional<RecordedAttempt> attempt(int number, Instant at) {
      return new ClusterAddress(cluster)
          .job(job.jobId().orElseThrow())
          .map(
              target ->
                  new RecordedAttempt(
                      number,
                      target.jobId(),
                      job.getMetadata().getUid(),
                      at.toString(),
                      target.cluster(),
                      target.restPort(),
                      target.restService(),
                      0,
                      null));
    }
  }
}
