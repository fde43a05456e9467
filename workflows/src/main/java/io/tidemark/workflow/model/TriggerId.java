package io.tidemark.workflow.model;

/**
 * The trigger id that Tidemark gives to Flink. It is computed, not drawn, so that a retry, a reset,
 * a wiped Temporal or another replica names the same operation, which Flink then takes once (R9).
 */
public final class TriggerId {
  private static final int FLINK_ID_DIGITS = 32;

  private TriggerId() {}

  /** The first 32 hex digits of SHA-256 of {@code <uid>/<attempt>}; attempts count from 1. */
  public static String of(String uid, int attempt) {
    return Sha256.hex(uid + "/" + attempt, FLINK_ID_DIGITS);
  }
}
