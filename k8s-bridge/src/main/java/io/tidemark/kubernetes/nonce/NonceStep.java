package io.tidemark.kubernetes.nonce;

import static java.util.Objects.requireNonNull;

/**
 * What is to be done next for a nonce.
 *
 * @param action what
 * @param intent with what
 */
record NonceStep(Action action, NonceIntent intent) {
  /** The two things that may be done. */
  enum Action {
    /** The intent is put on the job resource. */
    WRITE,
    /** The snapshot of the intent is created, and then the intent is done. */
    CREATE
  }

  NonceStep {
    requireNonNull(action, "action is null");
    requireNonNull(intent, "intent is null");
  }
}
