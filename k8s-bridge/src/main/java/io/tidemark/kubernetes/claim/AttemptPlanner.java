package io.tidemark.kubernetes.claim;

import io.tidemark.kubernetes.model.RecordedAttempt;
import io.tidemark.kubernetes.model.SavepointPath;
import io.tidemark.kubernetes.model.SnapshotDeclaration;
import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.workflow.flink.SnapshotTrigger;
import io.tidemark.workflow.flink.SnapshotTrigger.Mode;
import io.tidemark.workflow.model.SnapshotState;
import io.tidemark.workflow.model.SnapshotType;
import io.tidemark.workflow.model.TriggerId;
import io.tidemark.workflow.resource.Claim;
import io.tidemark.workflow.resource.Claim.Decision;
import io.tidemark.workflow.resource.SnapshotView;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The attempt that is under way or comes next, and its trigger (R9, R20, R21). Pure. */
final class AttemptPlanner {
  private final SnapshotReader snapshot;
  private final SnapshotDeclaration declared;
  private final JobObservation observed;
  private final SnapshotView view;
  private final ClaimSettings.Savepoints savepoints;
  private final Instant now;

  AttemptPlanner(
      SnapshotReader snapshot,
      JobObservation observed,
      SnapshotView view,
      ClaimSettings.Savepoints savepoints,
      Instant now) {
    this.snapshot = snapshot;
    this.declared = SnapshotDeclaration.of(snapshot.resource().getSpec());
    this.observed = observed;
    this.view = view;
    this.savepoints = savepoints;
    this.now = now;
  }

  /**
   * The attempt that may have reached Flink: ours by its annotation, another system's by the status
   * (R9, R21).
   */
  Optional<RecordedAttempt> underWay() {
    if (view.state().terminal()) {
      return Optional.empty();
    }
    var ours = RecordedAttempt.current(snapshot);
    return ours.isPresent() || !triggeredByStatus() ? ours : foreign();
  }

  /** Whether a trigger is recorded whose outcome is not. */
  boolean triggeredByStatus() {
    return view.state() == SnapshotState.IN_PROGRESS && view.triggerId() != null;
  }

  /** The next attempt, at a job that can be triggered. */
  RecordedAttempt next(JobObservation.Running job) {
    var asked = savepoints.directoryPerAttempt() ? spec().into(ownDirectory()) : spec();
    return job.attempt(view.attempt(), now).asking(asked, view.restarts().inARow());
  }

  /** Why the next attempt's savepoint must not go where it would, if so (R19). */
  Optional<String> refusal() {
    return targetDirectory()
        .filter(directory -> !savepoints.allow(SavepointPath.of(directory)))
        .map(
            "the savepoint would go to %s, which lies in none of tidemark.savepoint.allowed-prefixes"
                ::formatted);
  }

  /** The attempt is to be made, or looked at. */
  Claim claim(Decision decision, String reason, RecordedAttempt attempt, Mode mode) {
    return Claim.of(decision, reason, view, trigger(attempt, mode));
  }

  private SnapshotTrigger trigger(RecordedAttempt attempt, Mode mode) {
    var asked = attempt.asked() == null ? spec() : attempt.asked();
    return new SnapshotTrigger(
        observed.jobOf(attempt, view.snapshot().namespace()),
        asked.type(),
        triggerId(mode),
        asked.targetDirectory(),
        asked.formatType(),
        attempt.at(),
        mode);
  }

  /** A trigger id that is recorded is settled before another one is sent, whoever drew it (R21). */
  private String triggerId(Mode mode) {
    var recorded = view.triggerId();
    return mode != Mode.FIRST && triggeredByStatus() && recorded != null
        ? recorded
        : computedTriggerId();
  }

  private String computedTriggerId() {
    return TriggerId.of(view.snapshot().uid(), view.attempt());
  }

  /** What the spec asks for as it stands. */
  private RecordedAttempt.Asked spec() {
    return new RecordedAttempt.Asked(
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
        ? declared.path().or(observed::savepointDirectory)
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
    var started = Optional.ofNullable(view.triggerTimestamp()).orElse(now);
    return observed.running().map(job -> job.attempt(view.attempt(), started));
  }
}
