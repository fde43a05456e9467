package io.tidemark.kubernetes.job;

import io.tidemark.kubernetes.job.SessionJobObservation.Written;
import io.tidemark.workflow.job.ChangeOutcome;
import io.tidemark.workflow.resource.EventReason;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Plans the next submission while no job runs: jar, path, fence, and then the annotation, after
 * which Flink is called (U2, U4, U6). Pure.
 */
final class StartPlanner {
  /** No job: a look at the cluster only. */
  private static final String CLUSTER = "";

  private final SessionJobObservation observed;
  private final SessionJob job;
  private final JarPlanner jars;

  StartPlanner(SessionJobObservation observed) {
    this.observed = observed;
    this.job = observed.job();
    this.jars = new JarPlanner(observed);
  }

  /** Starts the desired spec from the known state. */
  JobStep start(@Nullable String previousJobId) {
    var path = path();
    if (path == null && needsState()) {
      return Answers.hold(observed, EventReason.UPGRADE_BLOCKED, KnownState.missing(observed));
    }
    var checks = new StateKeeping(observed);
    return checks
        .beforeJar(CLUSTER, path)
        .or(() -> jars.prepare(false).map(step -> checks.warned(step, CLUSTER, path)))
        .orElseGet(() -> submit(path, previousJobId, false));
  }

  /** Starts the last stable spec from the path of the submission that was refused (U7). */
  JobStep rollBack(Submission refused) {
    return jars.prepare(true).orElseGet(() -> submit(refused.savepoint(), refused.jobId(), true));
  }

  /** Returns the path to start from; null for none. */
  private @Nullable String path() {
    var status = observed.status();
    var reached = status.reconciledSpec();
    if (status.firstStart()) {
      return observed.spec().initialSavepointPath().orElse(null);
    }
    if (reached.filter(it -> SpecDifference.of(observed.spec(), it).redeploy()).isPresent()) {
      return observed.spec().initialSavepointPath().orElse(null);
    }
    if (observed.spec().stateless()) {
      return null;
    }
    return Optional.ofNullable(status.upgradeSavepointPath())
        .or(() -> Optional.ofNullable(observed.requests().useState()))
        .orElse(null);
  }

  /** Returns whether a start from nothing would lose the state of the job before it. */
  private boolean needsState() {
    return !observed.status().firstStart()
        && !observed.spec().stateless()
        && observed.status().reconciledSpec().filter(SessionJobSpec::stateless).isEmpty();
  }

  private JobStep submit(@Nullable String path, @Nullable String previousJobId, boolean rollback) {
    var held = Answers.heldByPerson(observed, "the start");
    if (held.isPresent()) {
      return held.get();
    }
    if (observed.requests().cancelled() && previousJobId == null) {
      return Answers.done(ChangeOutcome.HELD, path, "The start was given up by a cancellation.");
    }
    return job.submission()
        .flatMap(jars::fence)
        .orElseGet(() -> written(submission(path, previousJobId, rollback)));
  }

  private Submission submission(
      @Nullable String path, @Nullable String previousJobId, boolean rollback) {
    var number = job.nextNumber();
    return new Submission(
        number,
        job.id().jobId(number),
        job.generation(),
        path,
        job.jar().map(PreparedJar::jarId).orElseThrow(),
        observed.now().toString(),
        previousJobId,
        rollback,
        null);
  }

  private static JobStep written(Submission submission) {
    var annotations = new HashMap<String, @Nullable String>();
    annotations.put(Submission.ANNOTATION, Annotation.write(submission));
    annotations.put(PreparedJar.ANNOTATION, null);
    return new JobStep.WriteMetadata(annotations, Optional.of(true), Written.SUBMISSION, List.of());
  }
}
