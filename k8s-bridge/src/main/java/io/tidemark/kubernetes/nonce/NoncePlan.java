package io.tidemark.kubernetes.nonce;

import io.tidemark.kubernetes.model.InvalidSettingException;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.nonce.NonceStep.Action;
import io.tidemark.workflow.model.SnapshotType;
import java.time.Instant;
import java.util.Optional;

/** From a job resource to the next step for one of its nonces. Pure. */
final class NoncePlan {
  private NoncePlan() {}

  /**
   * The next step, or nothing. An intent under way comes before a nonce that changed again, and a
   * nonce that was removed changes nothing.
   *
   * @throws InvalidSettingException if the job's annotation cannot be read
   */
  static Optional<NonceStep> of(JobResource job, SnapshotType type, Instant now) {
    return job.beingDeleted()
        ? Optional.empty()
        : NonceIntent.of(job, type)
            .map(intent -> after(intent, job.triggerNonce(type), now))
            .orElseGet(() -> write(NonceIntent.atFirstSight(job, type, now)));
  }

  private static Optional<NonceStep> after(NonceIntent intent, Optional<Long> nonce, Instant now) {
    return intent.done()
        ? nonce
            .filter(value -> !value.equals(intent.nonce()))
            .flatMap(changed -> write(intent.next(changed, now)))
        : Optional.of(new NonceStep(Action.CREATE, intent));
  }

  private static Optional<NonceStep> write(NonceIntent intent) {
    return Optional.of(new NonceStep(Action.WRITE, intent));
  }
}
