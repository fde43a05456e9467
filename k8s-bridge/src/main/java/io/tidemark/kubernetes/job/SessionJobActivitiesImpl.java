package io.tidemark.kubernetes.job;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.temporal.failure.ApplicationFailure;
import io.tidemark.kubernetes.store.ServerRefusal;
import io.tidemark.workflow.job.JobClaim;
import io.tidemark.workflow.job.JobClaimRequest;
import io.tidemark.workflow.job.SessionJobActivities;
import io.tidemark.workflow.resource.EventReason;

/** Implements the activities on the resources of session jobs. */
public final class SessionJobActivitiesImpl implements SessionJobActivities {
  private final SessionJobClaims claims;

  public SessionJobActivitiesImpl(SessionJobClaims claims) {
    this.claims = requireNonNull(claims, "claims is null");
  }

  /** Fails with the server's words if it refuses a write; the workflow shows them (R24). */
  @Override
  public JobClaim claim(JobClaimRequest request) {
    try {
      return claims.claim(request);
    } catch (KubernetesClientException failure) {
      if (!ServerRefusal.preventsWriting(failure)) {
        throw failure;
      }
      throw ApplicationFailure.newFailure(
          "The API server refused a request for session job %s: %s"
              .formatted(request.job(), ServerRefusal.words(failure)),
          EventReason.REQUEST_REFUSED.name());
    }
  }
}
