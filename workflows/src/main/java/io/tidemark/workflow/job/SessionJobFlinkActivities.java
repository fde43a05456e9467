package io.tidemark.workflow.job;

import io.temporal.activity.ActivityInterface;
import io.tidemark.workflow.flink.FlinkJob;

/**
 * Starts, stops and observes jobs at Flink. Each answer of Flink is a returned value, that of a
 * refusal too. A call whose outcome is not known throws an {@link
 * io.temporal.failure.ApplicationFailure} whose type is a {@link
 * io.tidemark.workflow.flink.FlinkErrorCategory}, and may be repeated with the same record.
 */
@ActivityInterface(namePrefix = "Job")
public interface SessionJobFlinkActivities {

  /** Reads the cluster and the job; a job that is not there is looked for twice, 5 s apart. */
  JobLook look(FlinkJob job);

  /** Fetches the jar, checks it and uploads it; heartbeats with the bytes that have passed. */
  JarResult fetchAndUploadJar(JarRequest request);

  /** Deletes a jar, and confirms that it is gone. */
  JarDeletionResult deleteJar(JarDeletionRequest request);

  /** Submits a job, or finds that it was submitted; heartbeats. */
  SubmissionResult submit(SubmissionRequest request);

  /** Stops a job with a savepoint, or waits for the stop that was sent; polls and heartbeats. */
  StopResult stop(StopRequest request);

  /** Cancels a job and waits for its end; polls and heartbeats. A job that is unknown has ended. */
  JobLook cancel(FlinkJob job);

  /** Waits until the tasks of the job run, it has ended, or the time is over; heartbeats. */
  JobLook awaitReady(ReadinessRequest request);
}
