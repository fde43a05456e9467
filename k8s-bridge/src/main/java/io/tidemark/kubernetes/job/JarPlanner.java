package io.tidemark.kubernetes.job;

import static java.util.Objects.requireNonNull;

import io.tidemark.workflow.job.ChangeOutcome;
import io.tidemark.workflow.job.JarDeletionRequest;
import io.tidemark.workflow.job.JarRequest;
import io.tidemark.workflow.job.JarResult;
import io.tidemark.workflow.job.JobDecision;
import io.tidemark.workflow.job.JobPhase;
import io.tidemark.workflow.job.ProgramReference;
import io.tidemark.workflow.job.ProgramReference.Spec;
import io.tidemark.workflow.resource.EventReason;
import java.util.Optional;

/**
 * Plans that the jar of the next submission lies on the cluster (U7), and is deleted (U4). Pure.
 */
final class JarPlanner {
  private final SessionJobObservation observed;
  private final SessionJob job;

  JarPlanner(SessionJobObservation observed) {
    this.observed = observed;
    this.job = observed.job();
  }

  /**
   * Returns the step that is missing until the jar is there; empty once it is.
   *
   * @param rollback whether the jar is that of the last stable spec
   */
  Optional<JobStep> prepare(boolean rollback) {
    return job.jar()
        .map(jar -> isNext(jar, rollback) ? usable(jar) : Optional.of(discard(jar)))
        .orElseGet(() -> Optional.of(upload(rollback)));
  }

  /** Returns the reason for which the last stable spec cannot be submitted; empty without one. */
  Optional<String> rollbackRefusal() {
    return job.jar()
        .filter(jar -> jar.rollback() && jar.submission() == job.nextNumber())
        .map(PreparedJar::refusal);
  }

  /** Returns the step that removes a jar that no submission will use; empty without one. */
  Optional<JobStep> discard() {
    return job.jar().map(this::discard);
  }

  /** Returns the step that deletes a jar whose upload was not recorded any more; empty without. */
  Optional<JobStep> discardUnrecorded() {
    return observed
        .jarResult()
        .flatMap(result -> Optional.ofNullable(result.jarId()))
        .map(jarId -> delete(jarId, JobPhase.FETCHING_JAR));
  }

  /** Returns the steps that make sure that no request can start the job of this submission. */
  Optional<JobStep> fence(Submission submission) {
    return Optional.ofNullable(submission.jarId())
        .map(
            jarId ->
                observed.deleted(jarId)
                    ? JobStep.annotate(Submission.ANNOTATION, submission.fenced())
                    : delete(jarId, JobPhase.STARTING));
  }

  private boolean isNext(PreparedJar jar, boolean rollback) {
    return jar.submission() == job.nextNumber()
        && jar.generation() == job.generation()
        && jar.rollback() == rollback;
  }

  /** Returns nothing for an uploaded jar, and the end of the run for a refused one. */
  private Optional<JobStep> usable(PreparedJar jar) {
    return Optional.ofNullable(jar.refusal())
        .map(
            refusal ->
                JobStep.answer(
                    new JobDecision.Done(
                        ChangeOutcome.INVALID, job.status().upgradeSavepointPath(), refusal),
                    JobPhase.DONE));
  }

  private JobStep discard(PreparedJar jar) {
    return jar.jarId() == null || observed.deleted(jar.jarId())
        ? JobStep.annotate(PreparedJar.ANNOTATION, null)
        : delete(jar.jarId(), JobPhase.FETCHING_JAR);
  }

  private JobStep upload(boolean rollback) {
    var program =
        new ProgramReference(
            job.id(), rollback ? Spec.LAST_STABLE : Spec.DESIRED, job.generation());
    return observed
        .jarResult()
        .filter(result -> result.program().equals(program) && !result.changed())
        .map(result -> prepared(result, rollback))
        .orElseGet(() -> job.hasOurFinalizer() ? upload(program) : JobStep.withFinalizer());
  }

  private JobStep upload(ProgramReference program) {
    var cluster = observed.flink(job.id().jobId(job.nextNumber()));
    var request = new JarRequest(program, cluster, observed.settings().planned());
    return JobStep.answer(new JobDecision.UploadJar(request), JobPhase.FETCHING_JAR);
  }

  /** Keeps a refusal too, so that the same jar is not fetched again by each run. */
  private JobStep prepared(JarResult result, boolean rollback) {
    var refusal = result.refusal();
    var jar =
        new PreparedJar(
            job.nextNumber(), job.generation(), result.jarId(), rollback, result.message());
    if (refusal == null) {
      return JobStep.annotate(PreparedJar.ANNOTATION, jar);
    }
    var text = requireNonNull(result.message(), "message is null");
    if (rollback) {
      return JobStep.annotate(PreparedJar.ANNOTATION, jar).with(refusal, text);
    }
    return text.equals(job.status().error())
        ? JobStep.annotate(PreparedJar.ANNOTATION, jar)
        : refused(refusal, text);
  }

  private JobStep refused(EventReason reason, String text) {
    return JobStep.write(job.status().withError(text)).with(reason, text);
  }

  private JobStep delete(String jarId, JobPhase phase) {
    return JobStep.answer(
        new JobDecision.DeleteJar(new JarDeletionRequest(observed.flink(""), jarId)), phase);
  }
}
