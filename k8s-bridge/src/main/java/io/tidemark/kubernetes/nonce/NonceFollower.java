package io.tidemark.kubernetes.nonce;

import static java.net.HttpURLConnection.HTTP_CONFLICT;
import static java.net.HttpURLConnection.HTTP_INTERNAL_ERROR;

import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.tidemark.kubernetes.bridge.JobFollower;
import io.tidemark.kubernetes.creation.SnapshotCreation;
import io.tidemark.kubernetes.model.InvalidSettingException;
import io.tidemark.kubernetes.model.JobAnnotations;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.record.EventPublisher;
import io.tidemark.kubernetes.record.EventSubject;
import io.tidemark.workflow.model.SnapshotType;
import io.tidemark.workflow.model.TriggerType;
import io.tidemark.workflow.resource.EventReason;
import io.tidemark.workflow.resource.ResourceEvent;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Serves the nonces of jobs (T1). Each step is decided on the job resource as it is at that moment,
 * and written only if it still is: another replica's step, a crash or an edit in between costs a
 * second look and nothing else.
 */
public final class NonceFollower implements JobFollower {
  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);
  private static final int TOO_MANY_REQUESTS = 429;

  /** What lasts longer is left to the next sweep. */
  private static final RetryPolicy<Object> PASSING =
      RetryPolicy.builder()
          .handleIf(NonceFollower::passes)
          .withBackoff(Duration.ofMillis(50), Duration.ofSeconds(2))
          .withMaxRetries(-1)
          .withMaxDuration(Duration.ofSeconds(30))
          .build();

  private final KubernetesClient client;
  private final SnapshotCreation creation;
  private final EventPublisher events;
  private final Clock clock;

  public NonceFollower(
      KubernetesClient client, SnapshotCreation creation, EventPublisher events, Clock clock) {
    this.client = client;
    this.creation = creation;
    this.events = events;
    this.clock = clock;
  }

  @Override
  public void changed(JobResource job) {
    for (var type : SnapshotType.values()) {
      serve(job, type);
    }
  }

  /** Snapshots that were asked for are their user's, and stay. */
  @Override
  public void gone(JobResource last) {}

  @Override
  public void sweep(List<JobResource> all) {
    all.forEach(this::changed);
  }

  /** What cannot be done for one job holds up no other. */
  private void serve(JobResource seen, SnapshotType type) {
    try {
      if (plan(seen, type).isPresent()) {
        Failsafe.with(PASSING).run(() -> advance(seen, type));
      }
    } catch (KubernetesClientException | InvalidSettingException | IllegalStateException failed) {
      var text =
          "No %s is taken by %1$sTriggerNonce for now, and this is tried again: %s"
              .formatted(type.word(), failed.getMessage());
      publish(seen, EventReason.NONCE_NOT_SERVED, text, text);
    }
  }

  /** The cache that it was seen in may be old. */
  private void advance(JobResource seen, SnapshotType type) {
    Optional.ofNullable(client.resource(seen).get()).ifPresent(job -> goOn(job, type));
  }

  private void goOn(JobResource job, SnapshotType type) {
    plan(job, type).ifPresent(step -> goOn(take(step, job, type), type));
  }

  private Optional<NonceStep> plan(JobResource job, SnapshotType type) {
    return NoncePlan.of(job, type, clock.instant());
  }

  /** The job resource as it is after the step. */
  private JobResource take(NonceStep step, JobResource job, SnapshotType type) {
    var intent = step.intent();
    return switch (step.action()) {
      case WRITE -> announced(write(job, type, intent), type, intent);
      case CREATE -> {
        creation.create(job, type, TriggerType.MANUAL, intent.time());
        yield write(job, type, intent.finished());
      }
    };
  }

  private JobResource write(JobResource job, SnapshotType type, NonceIntent intent) {
    var metadata =
        Map.of(
            "resourceVersion",
            job.getMetadata().getResourceVersion(),
            "annotations",
            Map.of(JobAnnotations.triggerNonce(type), intent.json()));
    var patch = client.getKubernetesSerialization().asJson(Map.of("metadata", metadata));
    return client.resource(job).patch(MERGE, patch);
  }

  private JobResource announced(JobResource job, SnapshotType type, NonceIntent intent) {
    if (intent.done() && intent.nonce() != null) {
      var text =
          "%sTriggerNonce %d was there before Tidemark saw the job, and asks for nothing; the next"
              + " change takes a %1$s.";
      publish(
          job,
          EventReason.NONCE_RECORDED,
          text.formatted(type.word(), intent.nonce()),
          type.name());
    }
    return job;
  }

  private void publish(JobResource job, EventReason reason, String message, String discriminator) {
    events.publish(EventSubject.of(job), new ResourceEvent(reason, message, discriminator));
  }

  /** Whether another try may succeed: a conflict, an outage, or an overload. */
  private static boolean passes(Throwable failure) {
    return failure instanceof KubernetesClientException refused
        && (refused.getCode() <= 0
            || refused.getCode() == HTTP_CONFLICT
            || refused.getCode() == TOO_MANY_REQUESTS
            || refused.getCode() >= HTTP_INTERNAL_ERROR);
  }
}
