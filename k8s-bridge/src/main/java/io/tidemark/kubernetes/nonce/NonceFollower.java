package io.tidemark.kubernetes.nonce;

import static java.net.HttpURLConnection.HTTP_INTERNAL_ERROR;

import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.tidemark.kubernetes.bridge.JobFollower;
import io.tidemark.kubernetes.creation.SnapshotCreator;
import io.tidemark.kubernetes.legacy.LegacyRequests;
import io.tidemark.kubernetes.model.InvalidSettingException;
import io.tidemark.kubernetes.model.JobAnnotations;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.record.EventPublisher;
import io.tidemark.kubernetes.record.EventSubject;
import io.tidemark.kubernetes.store.JobStore;
import io.tidemark.kubernetes.store.WriteConflict;
import io.tidemark.workflow.model.SnapshotType;
import io.tidemark.workflow.model.TriggerType;
import io.tidemark.workflow.resource.EventReason;
import io.tidemark.workflow.resource.ResourceEvent;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Creates snapshots for changed nonces of jobs (T1). Each step is decided on the current job
 * resource, and written only if the resource has not changed since: after another replica's step, a
 * crash or an edit, the job is read again and nothing is done twice.
 */
public final class NonceFollower implements JobFollower {
  private static final int TOO_MANY_REQUESTS = 429;

  /** Retries for half a minute; the next sweep retries what lasts longer. */
  private static final RetryPolicy<Object> TRANSIENT =
      RetryPolicy.builder()
          .handleIf(NonceFollower::isTransient)
          .withBackoff(Duration.ofMillis(50), Duration.ofSeconds(2))
          .withMaxRetries(-1)
          .withMaxDuration(Duration.ofSeconds(30))
          .build();

  private final JobStore jobs;
  private final SnapshotCreator creator;
  private final LegacyRequests legacy;
  private final EventPublisher events;
  private final Clock clock;

  /** The nonces that are being retried, so that each has one retry at a time. */
  private final Set<Retry> retries = ConcurrentHashMap.newKeySet();

  private record Retry(String uid, SnapshotType type) {}

  public NonceFollower(
      JobStore jobs,
      SnapshotCreator creator,
      LegacyRequests legacy,
      EventPublisher events,
      Clock clock) {
    this.jobs = jobs;
    this.creator = creator;
    this.legacy = legacy;
    this.events = events;
    this.clock = clock;
  }

  @Override
  public void changed(JobResource job) {
    for (var type : SnapshotType.values()) {
      serve(job, type);
    }
  }

  /** Does nothing: the snapshots that were created belong to the user, and stay. */
  @Override
  public void gone(JobResource last) {}

  @Override
  public void sweep(List<JobResource> all) {
    all.forEach(this::changed);
  }

  /** Serves one nonce; its failure does not block other jobs. */
  private void serve(JobResource seen, SnapshotType type) {
    try {
      if (plan(seen, type).isPresent()) {
        Failsafe.with(WriteConflict.DECIDE_AGAIN).run(() -> advance(seen, type));
      }
    } catch (KubernetesClientException | InvalidSettingException | IllegalStateException failed) {
      if (isTransient(failed)) {
        retryInBackground(seen, type);
      } else {
        notServed(seen, type, failed);
      }
    }
  }

  /** Retries on threads of Failsafe's own, since the other jobs' nonces share this one. */
  @SuppressWarnings("FutureReturnValueIgnored") // its failure is an event
  private void retryInBackground(JobResource seen, SnapshotType type) {
    var retry = new Retry(seen.getMetadata().getUid(), type);
    if (retries.add(retry)) {
      Failsafe.with(TRANSIENT)
          .onFailure(failed -> notServed(seen, type, failed.getException()))
          .onComplete(done -> retries.remove(retry))
          .runAsync(() -> advance(seen, type));
    }
  }

  private void notServed(JobResource job, SnapshotType type, Throwable failed) {
    var text =
        "%1$sTriggerNonce has not created a %1$s yet; the next sweep will retry: %2$s"
            .formatted(type.word(), failed.getMessage());
    publish(job, EventReason.NONCE_NOT_SERVED, text, text);
  }

  /** Reads the job again, since the cache may be old, and takes all steps for its nonce. */
  private void advance(JobResource seen, SnapshotType type) {
    jobs.read(seen.getMetadata().getNamespace(), seen.reference())
        .ifPresent(job -> takeSteps(job, type));
  }

  private void takeSteps(JobResource job, SnapshotType type) {
    plan(job, type).flatMap(step -> take(step, job, type)).ifPresent(next -> takeSteps(next, type));
  }

  private Optional<NonceStep> plan(JobResource job, SnapshotType type) {
    return NoncePlanner.plan(job, type, clock.instant());
  }

  /**
   * Takes a step, and returns the job resource after it; empty if the step has to wait for a change
   * of the job.
   */
  private Optional<JobResource> take(NonceStep step, JobResource job, SnapshotType type) {
    var intent = step.intent();
    return switch (step.action()) {
      case WRITE -> Optional.of(announced(write(job, type, intent), type, intent));
      case CREATE ->
          legacy.concern(job, type, TriggerType.MANUAL, intent.time())
              ? request(job, type, intent)
              : create(job, type, intent);
    };
  }

  /** Asks the job for the snapshot, as soon as another one of this type has ended (L3). */
  private Optional<JobResource> request(JobResource job, SnapshotType type, NonceIntent intent) {
    var completed = written(type, intent.completed());
    return legacy
        .request(job, type, intent.nonce(), intent.time(), completed)
        .map(LegacyRequests.Result::job);
  }

  private Optional<JobResource> create(JobResource job, SnapshotType type, NonceIntent intent) {
    creator.create(job, type, TriggerType.MANUAL, intent.time());
    return Optional.of(write(job, type, intent.completed()));
  }

  private JobResource write(JobResource job, SnapshotType type, NonceIntent intent) {
    return jobs.patchAnnotations(job, written(type, intent));
  }

  private static Map<String, String> written(SnapshotType type, NonceIntent intent) {
    return Map.of(JobAnnotations.triggerNonce(type), intent.json());
  }

  private JobResource announced(JobResource job, SnapshotType type, NonceIntent intent) {
    if (intent.done() && intent.nonce() != null) {
      var text =
          "%1$sTriggerNonce %2$d was set before Tidemark first saw the job, so no %1$s is taken; the"
              + " next change of the nonce takes one.";
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

  /** Returns true for a conflict, an outage or an overload, after which a retry may succeed. */
  private static boolean isTransient(Throwable failure) {
    return WriteConflict.is(failure)
        || (failure instanceof KubernetesClientException failed
            && (failed.getCode() <= 0
                || failed.getCode() == TOO_MANY_REQUESTS
                || failed.getCode() >= HTTP_INTERNAL_ERROR));
  }
}
