package io.tidemark.kubernetes.job;

import io.tidemark.kubernetes.job.SessionJobObservation.Written;
import io.tidemark.workflow.job.ChangeOutcome;
import io.tidemark.workflow.job.JobLook;
import io.tidemark.workflow.job.JobPhase;
import io.tidemark.workflow.job.KnownJob;
import io.tidemark.workflow.model.DurationFormatter;
import io.tidemark.workflow.resource.EventReason;
import io.tidemark.workflow.resource.ResourceEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Plans the end of a job whose resource is being deleted (U9). Pure. */
final class EndPlanner {
  private static final Duration POLL = Duration.ofMinutes(1);

  private final SessionJobObservation observed;
  private final SessionJob job;
  private final JarPlanner jars;

  EndPlanner(SessionJobObservation observed) {
    this.observed = observed;
    this.job = observed.job();
    this.jars = new JarPlanner(observed);
  }

  JobStep plan() {
    if (!job.hasOurFinalizer()) {
      return Answers.done(
          ChangeOutcome.ENDED, job.status().upgradeSavepointPath(), "The resource is deleted.");
    }
    return job.submission()
        .or(this::fromStatus)
        .map(submission -> left(submission).orElseGet(() -> end(submission)))
        .orElseGet(this::neverSubmitted);
  }

  /** Deletes a jar that nothing was submitted with; a cluster that does not answer keeps it. */
  private JobStep neverSubmitted() {
    return observed.requests().leaveJob() || isUnreachable()
        ? release()
        : jars.discardUnrecorded().or(jars::discard).orElseGet(this::release);
  }

  /** Returns the job of a resource whose annotation cannot be read. */
  private Optional<Submission> fromStatus() {
    return Optional.ofNullable(job.status().jobId())
        .map(jobId -> Submission.taken(jobId, 1, job.generation(), null, lastChange()));
  }

  private Instant lastChange() {
    return Instant.ofEpochMilli(job.status().reconciliation().reconciliationTimestamp());
  }

  /** Lets the resource go although its job may run. */
  private Optional<JobStep> left(Submission submission) {
    return reasonToLeave()
        .map(
            reason -> {
              var text =
                  "Job %s on the cluster of FlinkDeployment %s may still run: %s. Cancel it in Flink if it should not."
                      .formatted(submission.jobId(), job.deploymentName().orElse("(none)"), reason);
              return release()
                  .with(new ResourceEvent(EventReason.JOB_LEFT_RUNNING, text, submission.jobId()));
            });
  }

  private Optional<String> reasonToLeave() {
    if (observed.requests().leaveJob()) {
      return Optional.of("the signal leaveJob was sent");
    }
    if (observed.namespaceEnding() && isUnreachable()) {
      return Optional.of("the namespace is being deleted, and the cluster cannot be reached");
    }
    var limit = observed.settings().deletionDeadline();
    return job.deletedAt()
        .filter(at -> !limit.isZero() && !observed.now().isBefore(at.plus(limit)))
        .map(at -> "it was not ended within " + DurationFormatter.of(limit));
  }

  private boolean isUnreachable() {
    return !observed.hasAddress() || observed.request().outage() != null;
  }

  private JobStep end(Submission submission) {
    if (!observed.hasAddress()) {
      return Answers.wait(
          "The cluster of the job cannot be reached, so its job is not known to have ended.",
          POLL,
          JobPhase.STOPPING);
    }
    return jars.discardUnrecorded()
        .or(jars::discard)
        .or(() -> jars.fence(submission))
        .or(this::snapshot)
        .or(() -> mayAppear(submission))
        .orElseGet(() -> isOver(submission) ? over(submission) : stop(submission));
  }

  /** Returns the snapshot of the stop, once it is complete (U8). */
  private Optional<JobStep> snapshot() {
    return observed.written() == Written.SNAPSHOT
        ? Optional.empty()
        : job.stop()
            .filter(stop -> stop.path() != null)
            .map(stop -> new JobStep.CreateSnapshot(stop.path(), stop.time(), List.of()));
  }

  /** Waits for a job that another system may have submitted, and that Flink does not know. */
  private Optional<JobStep> mayAppear(Submission submission) {
    var status = job.status();
    return observed
        .look(submission.jobId())
        .filter(look -> look.known() == null && submission.jobId().equals(status.jobId()))
        .filter(look -> status.started() && status.changing() && !status.cancelling())
        .flatMap(look -> Answers.awaitAppearance(observed, submission, JobPhase.STOPPING));
  }

  private boolean isOver(Submission submission) {
    return (job.status().stopped() && submission.jobId().equals(job.status().jobId()))
        || job.stop().filter(stop -> stop.path() != null).isPresent()
        || observed.look(submission.jobId()).filter(JobLook::over).isPresent();
  }

  private JobStep over(Submission submission) {
    var path = job.stop().map(StopAttempt::path).orElse(null);
    var text =
        "Job %s has ended%s; its resource is deleted."
            .formatted(submission.jobId(), path == null ? "" : " with savepoint " + path);
    return release()
        .with(new ResourceEvent(EventReason.JOB_STOPPED, text, submission.jobId() + "/deleted"));
  }

  private JobStep stop(Submission submission) {
    var stops = new StopPlanner(observed, submission, (state, path) -> release());
    return Optional.of(stops)
        .filter(it -> keepsSavepoint() || job.stopUnderWay())
        .flatMap(StopPlanner::underWay)
        .or(() -> observed.look(submission.jobId()).map(look -> end(look, stops, submission)))
        .orElseGet(() -> Answers.look(observed, submission.jobId(), JobPhase.STOPPING));
  }

  private JobStep end(JobLook look, StopPlanner stops, Submission submission) {
    return keepsSavepoint() && isReady(look.known())
        ? stops.first()
        : Answers.cancel(observed, submission.jobId(), JobPhase.STOPPING);
  }

  private static boolean isReady(@Nullable KnownJob known) {
    return known != null && known.ready();
  }

  private boolean keepsSavepoint() {
    return observed.options().error().isEmpty() && observed.options().savepointOnDeletion();
  }

  private JobStep release() {
    return new JobStep.WriteMetadata(Map.of(), Optional.of(false), Written.NOTHING, List.of());
  }
}
