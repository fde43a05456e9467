package io.tidemark.kubernetes.claim;

import io.tidemark.kubernetes.record.EventPublisher;
import io.tidemark.kubernetes.record.FinalizerRemoval;
import io.tidemark.kubernetes.record.StatusWriter;
import io.tidemark.workflow.resource.AdoptionRequest;
import io.tidemark.workflow.resource.AdoptionResult;
import io.tidemark.workflow.resource.ClaimRequest;
import io.tidemark.workflow.resource.ClaimResult;
import io.tidemark.workflow.resource.EventRequest;
import io.tidemark.workflow.resource.ReleaseRequest;
import io.tidemark.workflow.resource.ResourceActivities;
import io.tidemark.workflow.resource.StatusChange;
import io.tidemark.workflow.resource.StatusChangeResult;

/**
 * Implements the activities on resources with fabric8. A request that the API server refuses or
 * does not answer throws.
 */
public final class ResourceActivitiesImpl implements ResourceActivities {
  private final SnapshotClaims claims;
  private final StatusWriter statusWriter;
  private final FinalizerRemoval finalizers;
  private final EventPublisher events;
  private final SavepointUsers users;

  public ResourceActivitiesImpl(
      SnapshotClaims claims,
      StatusWriter statusWriter,
      FinalizerRemoval finalizers,
      EventPublisher events,
      SavepointUsers users) {
    this.claims = claims;
    this.statusWriter = statusWriter;
    this.finalizers = finalizers;
    this.events = events;
    this.users = users;
  }

  @Override
  public ClaimResult claim(ClaimRequest request) {
    return claims.claim(request);
  }

  @Override
  public StatusChangeResult record(StatusChange change) {
    var recorded = statusWriter.write(change);
    if (change.event() != null && recorded.verdict() == StatusChangeResult.Verdict.APPLIED) {
      events.publish(change.snapshot(), change.event());
    }
    return recorded;
  }

  @Override
  public AdoptionResult adoption(AdoptionRequest request) {
    return users.adoption(request);
  }

  @Override
  public void publish(EventRequest request) {
    events.publish(request.snapshot(), request.event());
  }

  @Override
  public void release(ReleaseRequest request) {
    if (request.event() != null) {
      events.publish(request.snapshot(), request.event());
    }
    finalizers.removeFinalizer(request.snapshot());
  }
}
