package io.tidemark.kubernetes.job;

import io.tidemark.kubernetes.job.SessionJobObservation.Written;
import io.tidemark.workflow.job.JobLook;
import io.tidemark.workflow.job.JobPhase;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Plans that the resource names the job which its status has, and keeps it until that job has
 * ended: another system has started it, or a user has removed what Tidemark remembers (M5, U11).
 * Nothing is submitted here. Pure.
 */
final class TakeOverPlanner {
  /** The number of submissions after which a removed annotation is no longer recognized. */
  private static final int LARGEST_NUMBER = 10_000;

  private final SessionJobObservation observed;
  private final SessionJob job;
  private final SessionJobStatus status;

  TakeOverPlanner(SessionJobObservation observed) {
    this.observed = observed;
    this.job = observed.job();
    this.status = job.status();
  }

  /** Returns the step that is missing; empty if the resource names its job. */
  Optional<JobStep> plan() {
    var jobId = status.jobId();
    if (jobId == null || (job.beingDeleted() && !job.hasOurFinalizer())) {
      return Optional.empty();
    }
    if (isBeingSubmitted(jobId)) {
      return Optional.of(JobStep.write(status.submittedByOthers(observed.spec())));
    }
    if (job.submissionUnreadable()) {
      return Optional.empty();
    }
    return job.beingDeleted() ? beforeDeletion(jobId) : Optional.ofNullable(missing(jobId));
  }

  /**
   * Returns whether the reference was ended between a submission and its record. It writes the spec
   * as suspended and the new job id before it submits, and removes the id of a job that it stops. A
   * job that has ended is one that Tidemark had taken over.
   */
  private boolean isBeingSubmitted(String jobId) {
    return status.changing() && !status.started() && !status.ended() && isForeign(jobId);
  }

  /**
   * Names the job of another system in the annotation, so that the deletion ends this job and not
   * the one before it. The jar of the last submission stays named until it is deleted. A resource
   * without the annotation needs none: its job is that of the status.
   */
  private Optional<JobStep> beforeDeletion(String jobId) {
    return job.submission()
        .filter(last -> isStale(jobId))
        .map(
            last -> named(taken(jobId, last.number() + 1).withJar(last.jarId()), Optional.empty()));
  }

  private @Nullable JobStep missing(String jobId) {
    if (job.submission().isEmpty()) {
      return withoutSubmission(jobId);
    }
    var last = job.submission().get();
    if (isStale(jobId)) {
      return last.jarId() == null || observed.hasAddress()
          ? new JarPlanner(observed)
              .fence(last)
              .orElseGet(() -> takenOver(taken(jobId, last.number() + 1)))
          : Answers.waitForCluster(observed);
    }
    return job.hasOurFinalizer() ? null : JobStep.withFinalizer();
  }

  /**
   * Returns whether another system has started this job after the submission. The status can be one
   * step behind, and then has the job before it.
   */
  private boolean isStale(String jobId) {
    return status.started() && isForeign(jobId);
  }

  /** Returns whether the job is neither named by the annotation nor has an id of ours. */
  private boolean isForeign(String jobId) {
    var last = job.submission();
    return last.filter(it -> it.names(jobId)).isEmpty()
        && number(jobId, last.map(Submission::number).orElse(LARGEST_NUMBER)).isEmpty();
  }

  private Optional<Integer> number(String jobId, int largest) {
    return IntStream.rangeClosed(1, largest)
        .boxed()
        .filter(it -> job.id().jobId(it).equals(jobId))
        .findFirst();
  }

  /**
   * Gives a resource without the annotation its submission again. The job of another system is
   * taken over as it is. For a job of ours the annotation was removed, which is the order to start
   * again (U11): it is taken over if it still runs, and else followed by the next submission.
   */
  private JobStep withoutSubmission(String jobId) {
    var number = number(jobId, LARGEST_NUMBER);
    var submission = taken(jobId, number.orElse(1));
    if (number.isEmpty() || !status.started()) {
      return takenOver(submission);
    }
    if (!observed.hasAddress()) {
      return Answers.waitForCluster(observed);
    }
    return observed
        .look(jobId)
        .map(look -> afterLook(look, submission))
        .orElseGet(() -> Answers.look(observed, jobId, JobPhase.LOOKING));
  }

  private JobStep afterLook(JobLook look, Submission submission) {
    var known = look.known();
    if (known != null && !known.ended()) {
      return takenOver(submission);
    }
    var lost = new LostJobPlanner(observed, submission);
    return known == null ? lost.lostInChange() : lost.restart(known);
  }

  /** Returns the submission of a job, with the path that it has started from. */
  private Submission taken(String jobId, int number) {
    var path =
        status.reconciledSpec().filter(SessionJobSpec::stateless).isPresent()
            ? null
            : status.upgradeSavepointPath();
    return Submission.taken(jobId, number, status.observedGeneration(), path, observed.now());
  }

  private static JobStep takenOver(Submission submission) {
    return named(submission, Optional.of(true));
  }

  private static JobStep named(Submission submission, Optional<Boolean> finalizer) {
    return new JobStep.WriteMetadata(
        Map.of(Submission.ANNOTATION, Annotation.write(submission)),
        finalizer,
        Written.NOTHING,
        List.of());
  }
}
