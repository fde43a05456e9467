package io.tidemark.workflow.execution;

import io.temporal.workflow.Workflow;

/** Decides when a run has to continue as another one (W5). */
public final class LongHistory {
  /** In events: about two hundred attempts. Temporal servers end a history at 50,000 events. */
  private static final int LIMIT = 2_000;

  private LongHistory() {}

  /** Returns whether the history of this run has grown long. */
  public static boolean reached() {
    var info = Workflow.getInfo();
    return info.isContinueAsNewSuggested() || info.getHistoryLength() > LIMIT;
  }
}
