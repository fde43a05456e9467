package io.tidemark.workflow.model;

import java.util.Locale;

/** The two kinds of snapshot; the names are the values of the label {@code snapshot.type} (R13). */
public enum SnapshotType {
  SAVEPOINT,
  CHECKPOINT;

  /** The word in lower case, for texts that people read. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
