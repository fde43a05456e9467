package io.tidemark.kubernetes.job;

import io.tidemark.workflow.job.JobDecision;
import io.tidemark.workflow.job.JobDecisionCases;
import io.tidemark.workflow.job.JobProgress;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Shows a change as people see it. Pure. */
final class ProgressFormatter {
  private static final Activity ACTIVITY = new Activity();

  private ProgressFormatter() {}

  static JobProgress of(SessionJobObservation observed, JobStep.Answer answer) {
    var job = observed.job();
    var submission = job.submission();
    return new JobProgress(
        answer.phase(),
        job.generation(),
        submission.map(Submission::number).orElse(0),
        submission.map(Submission::jobId).orElse(null),
        submission.map(Submission::previousJobId).orElse(null),
        job.status().upgradeSavepointPath(),
        triggerId(observed),
        jarId(job),
        answer.decision().accept(ACTIVITY),
        nextTry(observed, answer.decision()));
  }

  private static @Nullable String triggerId(SessionJobObservation observed) {
    return observed
        .job()
        .stop()
        .filter(stop -> stop.tries() > 0 && stop.underWay())
        .map(stop -> observed.job().id().stopTriggerId(stop.submission(), stop.tries()))
        .orElse(null);
  }

  private static @Nullable String jarId(SessionJob job) {
    return job.jar()
        .flatMap(jar -> Optional.ofNullable(jar.jarId()))
        .or(() -> job.submission().flatMap(it -> Optional.ofNullable(it.jarId())))
        .orElse(null);
  }

  private static @Nullable Instant nextTry(SessionJobObservation observed, JobDecision decision) {
    return decision instanceof JobDecision.Wait wait ? observed.now().plus(wait.longest()) : null;
  }

  /** Describes a step. */
  private static final class Activity implements JobDecisionCases<String> {
    @Override
    public String done(JobDecision.Done end) {
      return end.message();
    }

    @Override
    public String await(JobDecision.Wait wait) {
      return wait.reason();
    }

    @Override
    public String look(JobDecision.Look look) {
      return "Asking Flink for job " + look.job().jobId();
    }

    @Override
    public String uploadJar(JobDecision.UploadJar upload) {
      return "Fetching, checking and uploading the jar of "
          + upload.request().program().description();
    }

    @Override
    public String deleteJar(JobDecision.DeleteJar deletion) {
      return "Deleting the uploaded jar " + deletion.request().jarId();
    }

    @Override
    public String submit(JobDecision.Submit submission) {
      return "Submitting job " + submission.request().job().jobId();
    }

    @Override
    public String awaitReady(JobDecision.AwaitReady readiness) {
      return "Waiting for the tasks of job " + readiness.request().job().jobId();
    }

    @Override
    public String stop(JobDecision.Stop stop) {
      return "Stopping job %s with a savepoint".formatted(stop.request().job().jobId());
    }

    @Override
    public String cancel(JobDecision.Cancel cancellation) {
      return "Cancelling job " + cancellation.job().jobId();
    }
  }
}
