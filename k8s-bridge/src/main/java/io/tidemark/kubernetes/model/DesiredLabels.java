package io.tidemark.kubernetes.model;

import io.tidemark.workflow.model.SavepointPath;
import io.tidemark.workflow.model.SnapshotLabels;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The labels that a snapshot should have in its current state (R13, R19). Pure. */
public final class DesiredLabels {
  private DesiredLabels() {}

  /** Returns the labels; an empty value is a label that it should not have. */
  public static Map<String, Optional<String>> of(SnapshotReader snapshot) {
    var declared = snapshot.declaration();
    var labels = new HashMap<String, Optional<String>>();
    declared
        .type()
        .map(
            type ->
                SnapshotLabels.of(type, snapshot.state(), snapshot.triggerType(), declared.job()))
        .orElse(Map.of(SnapshotLabels.STATE, snapshot.state().name()))
        .forEach((name, value) -> labels.put(name, Optional.of(value)));
    labels.put(SnapshotLabels.PATH_HASH, pathHash(snapshot));
    return labels;
  }

  /** Returns whether the snapshot has these labels. */
  public static boolean areOn(SnapshotReader snapshot) {
    return changes(snapshot).isEmpty();
  }

  /** Returns the labels to add or replace; null for one to remove. */
  public static Map<String, @Nullable String> changes(SnapshotReader snapshot) {
    return MetadataChanges.of(snapshot.labels(), of(snapshot));
  }

  /**
   * Returns the path's hash, for an import already before COMPLETED: disposals search by it (R19).
   */
  private static Optional<String> pathHash(SnapshotReader snapshot) {
    return snapshot.path().or(() -> importedPath(snapshot)).map(SavepointPath::hash);
  }

  private static Optional<SavepointPath> importedPath(SnapshotReader snapshot) {
    var declared = snapshot.declaration();
    return declared.alreadyExists() && !snapshot.state().terminal() && snapshot.copyOf().isEmpty()
        ? declared.path().map(SavepointPath::of)
        : Optional.empty();
  }
}
