package io.tidemark.workflow.resource;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.tidemark.workflow.flink.DisposalRequest;
import io.tidemark.workflow.flink.SnapshotTrigger;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done for a resource now, decided on a fresh read of it and of its job.
 *
 * @param decision see {@link Decision}
 * @param reason one readable line on why
 * @param view the resource as it was read or, after an ATTEMPT was written, as written; null when
 *     GONE
 * @param trigger the attempt to make or to look at, for ATTEMPT and LAST_LOOK
 * @param disposal the savepoint to dispose of, for DISPOSE; null if that cannot be done now
 * @param endingNamespace whether the namespace is being deleted: what cannot be done now is left
 *     (R15)
 * @param event what to announce with a RELEASE, or null
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Claim(
    Decision decision,
    String reason,
    @Nullable SnapshotView view,
    @Nullable SnapshotTrigger trigger,
    @Nullable DisposalRequest disposal,
    boolean endingNamespace,
    @Nullable ResourceEvent event) {

  /** The next step of a resource's life. */
  public enum Decision {
    /** It does not exist any more, or another one has its name. */
    GONE,
    /** Its state is terminal and it is not being deleted: nothing is left to do. */
    SETTLED,
    /** Its spec cannot be carried out as it stands (R2, R3). */
    INVALID,
    /** Its spec asks for what is not allowed: the end, without a call to Flink (R7, R19). */
    REFUSED,
    /** It was put aside as a copy, and its user has made it a snapshot of its own (R22). */
    RESTART,
    /** Its job is missing or not running yet (R10). */
    WAIT,
    /** Its job will not run it any more (R10, R11). */
    ABANDON,
    /** Its savepoint exists already (R5). */
    IMPORT,
    /** The attempt is written to it and may be triggered or, if under way, gone on with (R9). */
    ATTEMPT,
    /**
     * Its job will not take the attempt to its end; a result that is there already still counts
     * (R11).
     */
    LAST_LOOK,
    /** It is being deleted and its savepoint is to be disposed of first (R14). */
    DISPOSE,
    /** It is being deleted and its savepoint is to be left where it is (R15). */
    RETAIN,
    /** It is being deleted and nothing keeps it but our finalizer (R14). */
    RELEASE
  }

  public Claim {
    requireNonNull(decision, "decision is null");
    reason = reason == null ? "" : reason;
  }

  /** A decision in a namespace that stays. */
  public Claim(
      Decision decision,
      String reason,
      @Nullable SnapshotView view,
      @Nullable SnapshotTrigger trigger,
      @Nullable DisposalRequest disposal) {
    this(decision, reason, view, trigger, disposal, false, null);
  }

  /** Nothing is there to act on. */
  public static Claim gone(String reason) {
    return new Claim(Decision.GONE, reason, null, null, null);
  }

  /** A decision that needs nothing but a reason. */
  public static Claim of(Decision decision, String reason, SnapshotView view) {
    return new Claim(decision, reason, view, null, null);
  }

  /** The attempt is to be made, or looked at. */
  public static Claim of(
      Decision decision, String reason, SnapshotView view, SnapshotTrigger trigger) {
    return new Claim(decision, reason, view, trigger, null);
  }

  /** The resource may go, and something is left that its user should know of. */
  public static Claim releasing(SnapshotView view, EventReason event, String message) {
    var announced = new ResourceEvent(event, message, "");
    return new Claim(Decision.RELEASE, message, view, null, null, false, announced);
  }

  /** The attempt, for ATTEMPT and LAST_LOOK. */
  public SnapshotTrigger requireTrigger() {
    return requireNonNull(trigger, "trigger is null");
  }

  /** The view, for every decision but GONE. */
  public SnapshotView requireView() {
    return requireNonNull(view, "view is null");
  }

  /** The same decision on the version that its own write made. */
  public Claim at(String resourceVersion) {
    return new Claim(
        decision,
        reason,
        requireView().at(resourceVersion),
        trigger,
        disposal,
        endingNamespace,
        event);
  }

  /** The same decision in a namespace that is being deleted. */
  public Claim inEndingNamespace() {
    return new Claim(decision, reason, view, trigger, disposal, true, event);
  }
}
