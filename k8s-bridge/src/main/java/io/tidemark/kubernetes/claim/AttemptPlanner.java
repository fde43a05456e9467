package io.tidemark.kubernetes.claim;

import io.tidemark.kubernetes.model.RecordedAttempt;
import io.tidemark.kubernetes.model.SnapshotDeclaration;
import io.tidemark.workflow.flink.SnapshotTrigger;
import io.tidemark.workflow.flink.SnapshotTrigger.Mode;
import io.tidemark.workflow.model.SavepointPath;
import io.tidemark.workflow.model.SnapshotState;
import io.tidemark.workflow.model.SnapshotType;
import io.tidemark.workflow.model.TriggerId;
import io.tidemark.workflow.resource.SnapshotView;
import java.util.Optional;

/** Plans the attempt that is in progress or comes next, and its trigger (R9, R20, R21). Pure. */
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
   * Returns the attempt that may have reached Flink: our own by its annotation, that of another
   * system by the status (R9, R21).
   */
  Optional<RecordedAttempt> underWay() {
    if (view.state().terminal()) {
      return Optional.empty();
    }
    var ours = observed.attempt();
    return ours.isPresent() || !triggeredByStatus() ? ours : attemptOfOtherSystem();
  }

  /** Returns whether the status has a trigger without an outcome. */
  boolean triggeredByStatus() {
    return view.state() == SnapshotState.IN_PROGRESS && view.status().triggerId() != null;
  }

  /** Returns whether the next attempt's own directory is below one that only Flink knows (R4). */
  boolean needFlinksDirectory() {
    return savepoints.directoryPerAttempt()
        && type() == SnapshotType.SAVEPOINT
        && declared.path().isEmpty()
        && observed.directoryUnread();
  }

  /** Returns the next attempt, for a job that can be triggered. */
  RecordedAttempt next(JobObservation.Running job) {
    var parameters = parametersOfSpec().withTargetDirectory(nextDirectory().orElse(null));
    return job.attempt(view.attempt(), observed.now())
        .orElseThrow()
        .with(parameters, view.restarts().inARow());
  }

  /**
   * Returns the reason for which the next attempt's target directory is not allowed; empty if it is
   * (R19).
   */
  Optional<String> refusal() {
    return nextDirectory()
        .filter(directory -> !savepoints.allow(SavepointPath.of(directory)))
        .map(
            "the savepoint directory %s is in none of tidemark.savepoint.allowed-prefixes; change spec.savepoint.path or the setting"
                ::formatted);
  }

  /** Returns the trigger of an attempt. */
  SnapshotTrigger trigger(RecordedAttempt attempt, Mode mode) {
    var parameters = attempt.parameters() == null ? parametersOfSpec() : attempt.parameters();
    return new SnapshotTrigger(
        observed.job().jobOf(attempt, view.snapshot().namespace()),
        parameters.type(),
        triggerId(mode),
        parameters.targetDirectory(),
        parameters.formatType(),
        parameters.checkpointType(),
        attempt.at(),
        mode);
  }

  /**
   * Returns the trigger id. A recorded one is settled before another one is sent, also that of
   * another system (R21).
   */
  private String triggerId(Mode mode) {
    return Optional.ofNullable(view.status().triggerId())
        .filter(recorded -> mode != Mode.FIRST && view.state() != SnapshotState.TRIGGER_PENDING)
        .orElseGet(this::computedTriggerId);
  }

  private String computedTriggerId() {
    return TriggerId.of(view.snapshot().uid(), view.attempt());
  }

  /** Returns the parameters that the current spec asks for. */
  private RecordedAttempt.Parameters parametersOfSpec() {
    return new RecordedAttempt.Parameters(
        type(),
        declared.job().orElse(null),
        targetDirectory().orElse(null),
        declared.formatType().orElse(null),
        type() == SnapshotType.CHECKPOINT ? checkpointType() : null);
  }

  private String checkpointType() {
    return observed.job().checkpointType().orElseGet(observed.settings()::checkpointType);
  }

  /**
   * Returns the type. The spec names none only if it became invalid during an attempt; what is
   * planned then is the deletion of a savepoint.
   */
  private SnapshotType type() {
    return declared.type().orElse(SnapshotType.SAVEPOINT);
  }

  private Optional<String> targetDirectory() {
    return type() == SnapshotType.SAVEPOINT
        ? declared.path().or(observed.job()::savepointDirectory)
        : Optional.empty();
  }

  /** Returns the directory that the next attempt sends; empty leaves the choice to Flink. */
  private Optional<String> nextDirectory() {
    return savepoints.directoryPerAttempt() ? attemptDirectory() : targetDirectory();
  }

  /** Returns a directory that only the next attempt writes to. */
  private Optional<String> attemptDirectory() {
    return targetDirectory()
        .or(observed::savepointDirectory)
        .filter(base -> type() == SnapshotType.SAVEPOINT)
        .map(base -> base.replaceFirst("/+$", "") + "/" + computedTriggerId());
  }

  /** Returns the attempt of another system, for the current job. */
  private Optional<RecordedAttempt> attemptOfOtherSystem() {
    var started = Optional.ofNullable(view.status().triggerTimestamp()).orElse(observed.now());
    return observed.job().running().flatMap(job -> job.attempt(view.attempt(), started));
  }
}
