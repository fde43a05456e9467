package io.tidemark.workflow.model;

/**
 * Computes the trigger id that Tidemark sends to Flink. It is not random, so a retry, a reset, a
 * wiped Temporal or another replica names the same operation, which Flink then runs once (R9).
 */
public final class TriggerId {
  private static final int FLINK_ID_DIGITS = 32;

  private TriggerId() {}

  /**
   * Returns the first 32 hex digits of SHA-256 of {@code <uid>/<attempt>}; attempts count from 1.
   */
  public static String of(String uid, int attempt) {
    return Sha256.hex(uid + "/" + attempt, FLINK_ID_DIGITS);
  }
}
