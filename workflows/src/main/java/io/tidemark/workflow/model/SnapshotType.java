package io.tidemark.workflow.model;

import java.util.Locale;

/** The two types of snapshot; the names are the values of the label {@code snapshot.type} (R13). */
public enum SnapshotType {
  SAVEPOINT,
  CHECKPOINT;

  /** Returns the name in lower case, for texts that people read. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
