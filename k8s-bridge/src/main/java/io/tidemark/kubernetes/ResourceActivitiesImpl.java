package io.tidemark.kubernetes;

import io.tidemark.kubernetes.claim.Claims;
import io.tidemark.kubernetes.claim.SavepointUsers;
import io.tidemark.kubernetes.record.EventPublisher;
import io.tidemark.kubernetes.record.Release;
import io.tidemark.kubernetes.record.StatusWriter;
import io.tidemark.workflow.resource.Adoption;
import io.tidemark.workflow.resource.AdoptionRequest;
import io.tidemark.workflow.resource.Announcement;
import io.tidemark.workflow.resource.Claim;
import io.tidemark.workflow.resource.ClaimRequest;
import io.tidemark.workflow.resource.Recorded;
import io.tidemark.workflow.resource.ReleaseRequest;
import io.tidemark.workflow.resource.ResourceActivities;
import io.tidemark.workflow.resource.StatusChange;

/**
 * The workflow's view of Kubernetes, on fabric8. What the API server refuses, or does not answer,
 * throws.
 */
public final class ResourceActivitiesImpl implements ResourceActivities {
  private final Claims claims;
  private final StatusWriter statusWriter;
  private final Release release;
  private final EventPublisher events;
  private final SavepointUsers users;

  public ResourceActivitiesImpl(
      Claims claims,
      StatusWriter statusWriter,
      Release release,
      EventPublisher events,
      SavepointUsers users) {
    this.claims = claims;
    this.statusWriter = statusWriter;
    this.release = release;
    this.events = events;
    this.users = users;
  }

  @Override
  public Claim claim(ClaimRequest request) {
    return claims.claim(request.snapshot());
  }

  @Override
  public Recorded record(StatusChange change) {
    var recorded = statusWriter.write(change);
    if (change.event() != null && recorded.verdict() == Recorded.Verdict.APPLIED) {
      events.publish(change.snapshot(), change.event());
    }
    return recorded;
  }

  @Override
  public Adoption adoption(AdoptionRequest request) {
    return users.adoption(request);
  }

  @Override
  public void announce(Announcement announcement) {
    events.publish(announcement.snapshot(), announcement.event());
  }

  @Override
  public void release(ReleaseRequest request) {
    if (request.event() != null) {
      events.publish(request.snapshot(), request.event());
    }
    release.removeFinalizer(request.snapshot());
  }
}
