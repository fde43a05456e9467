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

  /** Which snapshots may record a path, so that the few can be asked for (R19). */
  public static final String PATH_HASH = "tidemark.io/path-hash";

  private static final int LABEL_VALUE_LIMIT = 63;
  private static final int KEPT_OF_LONG_NAME = 55;
  private static final int HASH_DIGITS = 7;
  private static final int PATH_HASH_DIGITS = 32;

  private SnapshotLabels() {}

  /**
   * All labels that a snapshot of this kind and state carries; without a job reference, those of
   * the job are left out.
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

  /** The labels by which a job's snapshots are found. */
  public static Map<String, String> ofJob(JobReference job) {
    return Map.of(JOB_KIND, job.kind(), JOB_NAME, value(job.name()));
  }

  /** A path as a label value; the path is to be normalised, without scheme and authority. */
  public static String pathHash(String normalisedPath) {
    return Sha256.hex(normalisedPath, PATH_HASH_DIGITS);
  }

  /** A name as a label value: names over 63 characters are cut and told apart by a hash. */
  public static String value(String name) {
    return name.length() <= LABEL_VALUE_LIMIT
        ? name
        : name.substring(0, KEPT_OF_LONG_NAME) + "-" + Sha256.hex(name, HASH_DIGITS);
  }
}
