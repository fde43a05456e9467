package io.tidemark.workflow.job;

import io.temporal.activity.Activity;
import io.temporal.failure.ApplicationFailure;
import io.tidemark.workflow.flink.FlinkErrorCategory;
import io.tidemark.workflow.flink.FlinkJob;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A session cluster in memory that does what it is asked. Each error put in is used once. */
final class InMemoryJobFlink implements SessionJobFlinkActivities {
  final List<SubmissionRequest> submissions = new ArrayList<>();
  final List<StopRequest> stops = new ArrayList<>();
  final Deque<RuntimeException> errors = new ArrayDeque<>();

  /** What stops end with, before they succeed. */
  final Deque<StopResult> stopResults = new ArrayDeque<>();

  /** Whether calls that heartbeat get no answer. */
  volatile boolean hanging;

  static ApplicationFailure unreachable() {
    return ApplicationFailure.newFailure(
        "Connection refused", FlinkErrorCategory.FLINK_UNREACHABLE.name());
  }

  static JobLook running(FlinkJob job) {
    return new JobLook(
        job,
        "1.20.5",
        true,
        null,
        null,
        new KnownJob("RUNNING", true, null, false, null, null, false, null));
  }

  @Override
  public JobLook look(FlinkJob job) {
    fail();
    return running(job);
  }

  @Override
  public JarResult fetchAndUploadJar(JarRequest request) {
    hang();
    return JarResult.uploaded(request.program(), InMemorySessionJob.JAR);
  }

  @Override
  public JarDeletionResult deleteJar(JarDeletionRequest request) {
    fail();
    return new JarDeletionResult(request.jarId());
  }

  @Override
  public SubmissionResult submit(SubmissionRequest request) {
    hang();
    synchronized (this) {
      submissions.add(request);
    }
    return new SubmissionResult(request.job().jobId(), SubmissionResult.Outcome.STARTED, null);
  }

  @Override
  public StopResult stop(StopRequest request) {
    hang();
    synchronized (this) {
      stops.add(request);
      return stopResults.isEmpty()
          ? new StopResult(
              request.triggerId(), StopResult.Outcome.STOPPED, InMemorySessionJob.PATH, null)
          : stopResults.remove();
    }
  }

  @Override
  public JobLook cancel(FlinkJob job) {
    hang();
    return new JobLook(job, "1.20.5", true, null, null, null);
  }

  @Override
  public JobLook awaitReady(ReadinessRequest request) {
    hang();
    return running(request.job());
  }

  private void hang() {
    fail();
    while (hanging) {
      Activity.getExecutionContext().heartbeat(null);
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
  }

  private synchronized void fail() {
    var error = errors.poll();
    if (error != null) {
      throw error;
    }
  }
}
