package io.tidemark.kubernetes.nonce;

import static java.util.Objects.requireNonNull;

/**
 * The next step for a nonce.
 *
 * @param action the action to take
 * @param intent the intent that the action is for
 */
record NonceStep(Action action, NonceIntent intent) {
  /** The two possible actions. */
  enum Action {
    /** Writes the intent to the job resource. */
    WRITE,
    /** Creates the snapshot of the intent, and then marks the intent as done. */
    CREATE
  }

  NonceStep {
    requireNonNull(action, "action is null");
    requireNonNull(intent, "intent is null");
  }
}
