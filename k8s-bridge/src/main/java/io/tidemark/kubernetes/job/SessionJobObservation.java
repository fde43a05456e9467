package io.tidemark.kubernetes.job;

import static java.util.Objects.requireNonNull;

import io.tidemark.kubernetes.model.ClusterAddress;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.workflow.flink.FlinkJob;
import io.tidemark.workflow.job.FlinkReport;
import io.tidemark.workflow.job.JarDeletionResult;
import io.tidemark.workflow.job.JarResult;
import io.tidemark.workflow.job.JobClaimRequest;
import io.tidemark.workflow.job.JobLook;
import io.tidemark.workflow.job.JobRequests;
import io.tidemark.workflow.job.StopResult;
import io.tidemark.workflow.job.SubmissionResult;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All that the next step of a session job is decided on, read at one time.
 *
 * @param job the resource
 * @param cluster the FlinkDeployment that it names; empty if there is none
 * @param namespaceEnding whether the namespace is being deleted; read only for a deletion
 * @param request what Flink has answered, and what people have asked
 * @param settings system-wide settings
 * @param now the time of the read
 * @param written what this claim has written before
 * @param savepoints reads COMPLETED snapshots; asked only where a path is to be chosen or judged
 */
record SessionJobObservation(
    SessionJob job,
    Optional<JobResource> cluster,
    boolean namespaceEnding,
    JobClaimRequest request,
    SessionJobSettings settings,
    Instant now,
    Written written,
    CompletedSavepoints savepoints) {

  /** Reads the paths of COMPLETED snapshots. */
  interface CompletedSavepoints {
    /** Returns those of the job's savepoints, newest first. */
    List<String> newest();

    /** Returns whether a COMPLETED snapshot of the namespace has this path. */
    boolean names(String path);
  }

  /** The write of a claim which another claim would only find. */
  enum Written {
    NOTHING,
    /** The submission, which only this claim can have sent. */
    SUBMISSION,
    /** The try of a stop, which only this claim can have sent. */
    STOP,
    /** The UPGRADE snapshot of the stop. */
    SNAPSHOT,
    /** That the job is as it was asked for. */
    END
  }

  SessionJobObservation {
    requireNonNull(job, "job is null");
    requireNonNull(request, "request is null");
    requireNonNull(now, "now is null");
  }

  SessionJobSpec spec() {
    return job.spec();
  }

  SessionJobStatus status() {
    return job.status();
  }

  JobRequests requests() {
    return request.requests();
  }

  ChangeOptions options() {
    return ChangeOptions.of(spec(), cluster, settings);
  }

  /** Returns whether the cluster exists and has an address. */
  boolean hasAddress() {
    return address("").isPresent();
  }

  /** Returns the options of a stop: those of the spec that was reached, if the new are invalid. */
  ChangeOptions stopOptions() {
    var desired = options();
    return desired.error().isEmpty()
        ? desired
        : ChangeOptions.of(status().reconciledSpec().orElse(spec()), cluster, settings);
  }

  /** Returns a job of the cluster, which must have an address. */
  FlinkJob flink(String jobId) {
    return address(jobId).orElseThrow();
  }

  private Optional<FlinkJob> address(String jobId) {
    return cluster.flatMap(it -> new ClusterAddress(it).job(jobId));
  }

  /** Returns the answer to a look at this job. */
  Optional<JobLook> look(String jobId) {
    return report(JobLook.class).filter(look -> look.job().jobId().equals(jobId));
  }

  Optional<JarResult> jarResult() {
    return report(JarResult.class);
  }

  /** Returns whether this jar was just deleted. */
  boolean deleted(String jarId) {
    return report(JarDeletionResult.class).filter(it -> it.jarId().equals(jarId)).isPresent();
  }

  Optional<SubmissionResult> submissionResult(String jobId) {
    return report(SubmissionResult.class).filter(result -> result.jobId().equals(jobId));
  }

  Optional<StopResult> stopResult(String triggerId) {
    return report(StopResult.class).filter(result -> result.triggerId().equals(triggerId));
  }

  private <T extends FlinkReport> Optional<T> report(Class<T> type) {
    return Optional.ofNullable(request.report()).filter(type::isInstance).map(type::cast);
  }
}
