package io.tidemark.workflow.model;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The labels that make snapshots selectable with {@code kubectl -l} (R13, "Advanced Snapshot
 * Filtering").
 */
public final class SnapshotLabels {
  public static final String TYPE = "snapshot.type";
  public static final String STATE = "snapshot.state";
  public static final String TRIGGER_TYPE = "snapshot.trigger-type";
  public static final String JOB_KIND = "job-reference.kind";
  public static final String JOB_NAME = "job-reference.name";

  /** Selects the few snapshots that may record a path (R19). */
  public static final String PATH_HASH = "tidemark.io/path-hash";

  private static final int LABEL_VALUE_LIMIT = 63;
  private static final int KEPT_OF_LONG_NAME = 55;
  private static final int HASH_DIGITS = 7;
  private static final int PATH_HASH_DIGITS = 32;

  private SnapshotLabels() {}

  /**
   * Returns all labels of a snapshot of this type and state; without a job reference, those of the
   * job are left out.
   */
  public static Map<String, String> of(
      SnapshotType type, SnapshotState state, TriggerType triggerType, Optional<JobReference> job) {
    var labels = new LinkedHashMap<String, String>();
    labels.put(TYPE, type.name());
    labels.put(STATE, state.name());
    labels.put(TRIGGER_TYPE, triggerType.name());
    job.map(SnapshotLabels::ofJob).ifPresent(labels::putAll);
    return Map.copyOf(labels);
  }

  /** Returns the labels by which a job's snapshots are found. */
  public static Map<String, String> ofJob(JobReference job) {
    return Map.of(JOB_KIND, job.kind(), JOB_NAME, value(job.name()));
  }

  /** Returns a label value for a path, which must be normalised, without scheme and authority. */
  public static String pathHash(String normalisedPath) {
    return Sha256.hex(normalisedPath, PATH_HASH_DIGITS);
  }

  /** Returns a label value for a name; one over 63 characters is shortened and gets a hash. */
  public static String value(String name) {
    return name.length() <= LABEL_VALUE_LIMIT
        ? name
        : name.substring(0, KEPT_OF_LONG_NAME) + "-" + Sha256.hex(name, HASH_DIGITS);
  }
}
