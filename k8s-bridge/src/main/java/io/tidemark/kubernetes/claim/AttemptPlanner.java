package io.tidemark.kubernetes.claim;

import io.tidemark.kubernetes.model.RecordedAttempt;
import io.tidemark.kubernetes.model.SavepointPath;
import io.tidemark.kubernetes.model.SnapshotDeclaration;
import io.tidemark.workflow.flink.SnapshotTrigger;
import io.tidemark.workflow.flink.SnapshotTrigger.Mode;
import io.tidemark.workflow.model.SnapshotState;
import io.tidemark.workflow.model.SnapshotType;
import io.tidemark.workflow.model.TriggerId;
import io.tidemark.workflow.resource.SnapshotView;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The attempt that is under way or comes next, and its trigger (R9, R20, R21). Pure. */
final class AttemptPlanner {
  private final ClaimObservation observed;
  private final SnapshotDeclaration declared;
  private final SnapshotView view;
  private final ClaimSettings.Savepoints savepoints;

  AttemptPlanner(ClaimObservation observed) {
    this.observed = observed;
    this.declared = observed.declared();
    this.view = observed.view();
    this.savepoints = observed.settings().savepoints();
  }

  /**
   * The attempt that may have reached Flink: ours by its annotation, another system's by the status
   * (R9, R21).
   */
  Optional<RecordedAttempt> underWay() {
    if (view.state().terminal()) {
      return Optional.empty();
    }
    var ours = observed.attempt();
    return ours.isPresent() || !triggeredByStatus() ? ours : foreign();
  }

  /** Whether a trigger is recorded whose outcome is not. */
  boolean triggeredByStatus() {
    return view.state() == SnapshotState.IN_PROGRESS && view.status().triggerId() != null;
  }

  /** The next attempt, at a job that can be triggered. */
  RecordedAttempt next(JobObservation.Running job) {
    var parameters = savepoints.directoryPerAttempt() ? spec().into(ownDirectory()) : spec();
    return job.attempt(view.attempt(), observed.now()).with(parameters, view.restarts().inARow());
  }

  /** Why the next attempt's savepoint must not go where it would, if so (R19). */
  Optional<String> refusal() {
    return targetDirectory()
        .filter(directory -> !savepoints.allow(SavepointPath.of(directory)))
        .map(
            "the savepoint would go to %s, which lies in none of tidemark.savepoint.allowed-prefixes"
                ::formatted);
  }

  /** Returns the trigger of an attempt. */
  SnapshotTrigger trigger(RecordedAttempt attempt, Mode mode) {
    var parameters = attempt.parameters() == null ? spec() : attempt.parameters();
    return new SnapshotTrigger(
        observed.job().jobOf(attempt, view.snapshot().namespace()),
        parameters.type(),
        triggerId(mode),
        parameters.targetDirectory(),
        parameters.formatType(),
        attempt.at(),
        mode);
  }

  /** A trigger id that is recorded is settled before another one is sent, whoever drew it (R21). */
  private String triggerId(Mode mode) {
    var recorded = view.status().triggerId();
    return mode != Mode.FIRST && triggeredByStatus() && recorded != null
        ? recorded
        : computedTriggerId();
  }

  private String computedTriggerId() {
    return TriggerId.of(view.snapshot().uid(), view.attempt());
  }

  /** What the spec asks for as it stands. */
  private RecordedAttempt.Parameters spec() {
    return new RecordedAttempt.Parameters(
        type(),
        declared.job().orElse(null),
        targetDirectory().orElse(null),
        declared.formatType().orElse(null));
  }

  /** Not clear only if the spec was broken under an attempt, and it is a savepoint's deletion. */
  private SnapshotType type() {
    return declared.type().orElse(SnapshotType.SAVEPOINT);
  }

  private Optional<String> targetDirectory() {
    return type() == SnapshotType.SAVEPOINT
        ? declared.path().or(observed.job()::savepointDirectory)
        : Optional.empty();
  }

  /** A directory that only this attempt writes to; null leaves the whole choice to Flink. */
  private @Nullable String ownDirectory() {
    return targetDirectory()
        .map(base -> base.replaceFirst("/+$", "") + "/" + computedTriggerId())
        .orElse(null);
  }

  /** The attempt of another system, at the job as it is now. */
  private Optional<RecordedAttempt> foreign() {
    var started = Optional.ofNullable(view.status().triggerTimestamp()).orElse(observed.now());
    return observed.job().running().map(job -> job.attempt(view.attempt(), started));
  }
}
