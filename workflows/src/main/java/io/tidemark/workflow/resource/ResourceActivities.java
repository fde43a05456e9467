package io.tidemark.workflow.resource;

import io.temporal.activity.ActivityInterface;

/**
 * Reads and writes a FlinkStateSnapshot resource for workflows. Each write is conditional and
 * absolute, so each method may be repeated with the same record. An event that cannot be published
 * never fails a method; an API server that cannot be reached does.
 */
@ActivityInterface
public interface ResourceActivities {

  /**
   * Reads the resource and its job, and decides the next step. For an {@link ClaimDecision.Attempt}
   * the finalizer, labels and annotations, the attempt among them, are written before it returns
   * (R9, R16).
   */
  ClaimResult claim(ClaimRequest request);

  /** Writes labels, then status, then the event (R6, R13). */
  StatusChangeResult record(StatusChange change);

  /**
   * Chooses the one savepoint that lies in the attempt's target directory and that no other
   * resource records (R18).
   */
  AdoptionResult adoption(AdoptionRequest request);

  /** Publishes an event. */
  void publish(EventRequest request);

  /**
   * Publishes the event, then removes the mark of a late savepoint; succeeds if the resource is
   * gone (W3).
   */
  void endCleanUp(CleanUpEnd end);

  /**
   * Removes our finalizer from a resource that is being deleted; succeeds if the resource is gone.
   */
  void release(ReleaseRequest request);
}
