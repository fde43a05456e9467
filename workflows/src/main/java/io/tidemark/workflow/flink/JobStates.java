package io.tidemark.workflow.flink;

import java.util.Set;

/** The states of Flink's jobs, as Flink and the operator write them. */
public final class JobStates {
  private static final Set<String> ENDED = Set.of("FINISHED", "FAILED", "CANCELED");

  private JobStates() {}

  /** Returns whether a job in this state has ended and will not run again under its id. */
  public static boolean ended(String state) {
    return ENDED.contains(state);
  }
}
