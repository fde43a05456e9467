package io.tidemark.workflow.retention;

import java.util.List;

/**
 * The legacy history of a job, which its status keeps (H6).
 *
 * @param entries the savepoints, oldest first
 * @param countedAlone true in legacy mode; otherwise the completed savepoint resources of the job
 *     count too
 */
public record LegacyHistory(List<HistoryEntry> entries, boolean countedAlone) {
  /** No history, or one that is not ours. */
  public static final LegacyHistory NONE = new LegacyHistory(List.of(), false);

  public LegacyHistory {
    entries = List.copyOf(entries);
  }
}
