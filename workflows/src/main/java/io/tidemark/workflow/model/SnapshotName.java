package io.tidemark.workflow.model;

import java.time.Instant;
import java.util.Locale;

/**
 * Computes the names of the snapshots that Tidemark creates, from the job and the due time, so that
 * a repeated run creates no second one (T1, T2, T6).
 */
public final class SnapshotName {
  private static final int RESOURCE_NAME_LIMIT = 253;
  private static final int HASH_DIGITS = 7;

  private SnapshotName() {}

  /**
   * Returns {@code <job>-savepoint-periodic-<millis>}. In a name over 253 characters, the job's
   * part is shortened and gets a hash; type, trigger type and time stay readable.
   *
   * @param time the scheduled time, or the time of a nonce's intent
   */
  public static String of(
      JobReference job, SnapshotType type, TriggerType triggerType, Instant time) {
    return withinLimit(job.name(), suffix(type, triggerType, time));
  }

  /**
   * Returns the name to use if a snapshot of another job already has the plain name: a
   * FlinkDeployment and a FlinkSessionJob of the same name may be due in the same millisecond (T6).
   */
  public static String ofNamesake(
      JobReference job, SnapshotType type, TriggerType triggerType, Instant time) {
    var hash = "-" + Sha256.hex(job.kind() + "/" + job.name(), HASH_DIGITS);
    return withinLimit(job.name(), suffix(type, triggerType, time) + hash);
  }

  /**
   * Returns the name of an existing savepoint's snapshot if another one has the plain name: the
   * savepoints of a history may have been triggered in the same millisecond (H7).
   */
  public static String ofNamesake(
      JobReference job, TriggerType triggerType, Instant time, SavepointPath savepoint) {
    var hash = "-" + Sha256.hex(job.kind() + "/" + job.name() + "/" + savepoint, HASH_DIGITS);
    return withinLimit(job.name(), suffix(SnapshotType.SAVEPOINT, triggerType, time) + hash);
  }

  private static String suffix(SnapshotType type, TriggerType triggerType, Instant time) {
    var trigger = triggerType.name().toLowerCase(Locale.ROOT);
    return "-" + type.word() + "-" + trigger + "-" + time.toEpochMilli();
  }

  private static String withinLimit(String job, String suffix) {
    return LongName.withinLimit(job, RESOURCE_NAME_LIMIT - suffix.length()) + suffix;
  }
}
