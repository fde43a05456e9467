package io.tidemark.kubernetes.claim;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.temporal.activity.Activity;
import io.temporal.failure.ApplicationFailure;
import io.tidemark.kubernetes.record.EventPublisher;
import io.tidemark.kubernetes.record.FinalizerRemoval;
import io.tidemark.kubernetes.record.LateSavepointMark;
import io.tidemark.kubernetes.record.RefusedRequest;
import io.tidemark.kubernetes.record.StatusWriter;
import io.tidemark.kubernetes.store.ServerRefusal;
import io.tidemark.workflow.model.SnapshotId;
import io.tidemark.workflow.resource.AdoptionRequest;
import io.tidemark.workflow.resource.AdoptionResult;
import io.tidemark.workflow.resource.ClaimRequest;
import io.tidemark.workflow.resource.ClaimResult;
import io.tidemark.workflow.resource.CleanUpEnd;
import io.tidemark.workflow.resource.EventRequest;
import io.tidemark.workflow.resource.ReleaseRequest;
import io.tidemark.workflow.resource.ResourceActivities;
import io.tidemark.workflow.resource.ResourceEvent;
import io.tidemark.workflow.resource.StatusChange;
import io.tidemark.workflow.resource.StatusChangeResult;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Implements the activities on resources with fabric8. A request that the API server refuses or
 * does not answer throws; a refusal is also an event on the snapshot (R24).
 */
public final class ResourceActivitiesImpl implements ResourceActivities {
  private final SnapshotClaims claims;
  private final StatusWriter statusWriter;
  private final LateSavepointMark marks;
  private final FinalizerRemoval finalizers;
  private final EventPublisher events;
  private final SavepointUsers users;

  public ResourceActivitiesImpl(
      SnapshotClaims claims,
      StatusWriter statusWriter,
      LateSavepointMark marks,
      FinalizerRemoval finalizers,
      EventPublisher events,
      SavepointUsers users) {
    this.claims = claims;
    this.statusWriter = statusWriter;
    this.marks = marks;
    this.finalizers = finalizers;
    this.events = events;
    this.users = users;
  }

  /** Returns whether the current activity runs inside a workflow task, which must not wait. */
  public static boolean isInsideWorkflowTask() {
    return Activity.getExecutionContext().getInfo().isLocal();
  }

  @Override
  public ClaimResult claim(ClaimRequest request) {
    return reported(request.snapshot(), () -> claims.claim(request));
  }

  @Override
  public StatusChangeResult record(StatusChange change) {
    var recorded = reported(change.snapshot(), () -> statusWriter.write(change));
    if (change.event() != null && recorded.verdict() == StatusChangeResult.Verdict.APPLIED) {
      events.publish(change.snapshot(), change.event());
    }
    return recorded;
  }

  @Override
  public AdoptionResult adoption(AdoptionRequest request) {
    return reported(request.snapshot(), () -> users.adoption(request));
  }

  @Override
  public void publish(EventRequest request) {
    events.publish(request.snapshot(), request.event());
  }

  @Override
  public void endCleanUp(CleanUpEnd end) {
    publishThen(end.snapshot(), end.event(), () -> marks.remove(end.snapshot()));
  }

  @Override
  public void release(ReleaseRequest request) {
    publishThen(request.snapshot(), request.event(), () -> finalizers.removeFinalizer(request));
  }

  /** Publishes the event first: a run after the write would not know of it. */
  private void publishThen(SnapshotId snapshot, @Nullable ResourceEvent event, Runnable write) {
    if (event != null) {
      events.publish(snapshot, event);
    }
    reported(
        snapshot,
        () -> {
          write.run();
          return true;
        });
  }

  /**
   * Returns the step's result. A refusal becomes an event, and a failure with the server's words,
   * which the workflow shows while it tries again.
   */
  private <T> T reported(SnapshotId snapshot, Supplier<T> step) {
    try {
      return step.get();
    } catch (KubernetesClientException failure) {
      if (!ServerRefusal.preventsWriting(failure)) {
        throw failure;
      }
      var event = RefusedRequest.event("A request for this snapshot", failure, "Tidemark retries.");
      events.publish(snapshot, event);
      throw ApplicationFailure.newFailure(event.message(), event.reason().name());
    }
  }
}
