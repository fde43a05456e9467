package io.tidemark.kubernetes.claim;

import io.tidemark.kubernetes.model.JobAnnotations;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.model.RecordedAttempt;
import io.tidemark.workflow.flink.FlinkJob;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
                    namespace, it.getMetadata().getName(), it.configuration().restPort(), jobId)
                .withSecrets(tlsSecret(), authSecret()));
  }

  /**
   * The job that an attempt was sent to. The Secrets that its resources name now are for its
   * cluster alone: an attempt is an annotation, and may say anything (S4).
   */
  FlinkJob jobOf(RecordedAttempt attempt, String namespace) {
    var sent = attempt.job(namespace);
    return cluster
        .filter(it -> it.getMetadata().getName().equals(sent.cluster()))
        .map(it -> sent.withSecrets(tlsSecret(), authSecret()))
        .orElse(sent);
  }

  /** The job's directory for savepoints, else its cluster's (R4). */
  Optional<String> savepointDirectory() {
    return job.flatMap(it -> it.configuration().savepointDirectory())
        .or(() -> cluster.flatMap(it -> it.configuration().savepointDirectory()));
  }

  private @Nullable String tlsSecret() {
    return annotation(JobAnnotations.FLINK_TLS_SECRET);
  }

  private @Nullable String authSecret() {
    return annotation(JobAnnotations.FLINK_AUTH_SECRET);
  }

  /** The job's own, else its cluster's. */
  private @Nullable String annotation(String name) {
    return Stream.of(job, cluster)
        .flatMap(Optional::stream)
        .flatMap(it -> it.annotation(name).stream())
        .findFirst()
        .orElse(null);
  }

  /**
   * A job that was submitted to a cluster.
   *
   * @param job the job resource, with a job id
   * @param cluster its cluster's resource
   */
  record Running(JobResource job, JobResource cluster) {
    RecordedAttempt attempt(int number, Instant at) {
      return new RecordedAttempt(
          number,
          job.jobId().orElseThrow(),
          job.getMetadata().getUid(),
          at.toString(),
          cluster.getMetadata().getName(),
          cluster.configuration().restPort(),
          0,
          null);
    }
  }
}
