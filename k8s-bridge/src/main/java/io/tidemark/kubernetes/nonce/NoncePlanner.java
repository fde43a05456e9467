package io.tidemark.kubernetes.nonce;

import io.tidemark.kubernetes.model.InvalidSettingException;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.nonce.NonceStep.Action;
import io.tidemark.workflow.model.SnapshotType;
import java.time.Instant;
import java.util.Optional;

/** Decides the next step for a nonce from the job resource. Pure. */
final class NoncePlanner {
  private NoncePlanner() {}

  /**
   * Returns the next step; empty if there is none, as for a job of the reference, which serves its
   * nonces itself (M3). An unfinished intent comes before a nonce that has changed again. A nonce
   * that was removed has no effect.
   *
   * @throws InvalidSettingException if the job's annotation cannot be read
   */
  static Optional<NonceStep> plan(JobResource job, SnapshotType type, Instant now) {
    return job.beingDeleted() || job.handledByReference()
        ? Optional.empty()
        : NonceIntent.of(job, type)
            .map(intent -> after(intent, job.triggerNonce(type), now))
            .orElseGet(() -> write(NonceIntent.firstSeen(job, type, now)));
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
