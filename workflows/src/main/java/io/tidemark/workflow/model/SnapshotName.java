package io.tidemark.workflow.model;

import java.time.Instant;
import java.util.Locale;

/**
 * The names of the resources that Tidemark creates. They are computed from the job and the time
 * that was due, so that a repeated run creates nothing twice (T1, T2, T6).
 */
public final class SnapshotName {
  private static final int RESOURCE_NAME_LIMIT = 253;
  private static final int HASH_DIGITS = 7;

  private SnapshotName() {}

  /**
   * {@code <job>-savepoint-periodic-<millis>}. Of a name over 253 characters the job's part is cut
   * and told apart by a hash; type, trigger type and time stay readable.
   *
   * @param time the scheduled time, or that of a nonce's intent
   */
  public static String of(
      JobReference job, SnapshotType type, TriggerType triggerType, Instant time) {
    return fitted(job.name(), suffix(type, triggerType, time));
  }

  /**
   * The name for a job whose plain name is taken by a snapshot of another job: a FlinkDeployment
   * and a FlinkSessionJob of the same name may be due in the same millisecond (T6).
   */
  public static String ofNamesake(
      JobReference job, SnapshotType type, TriggerType triggerType, Instant time) {
    var mark = "-" + Sha256.hex(job.kind() + "/" + job.name(), HASH_DIGITS);
    return fitted(job.name(), suffix(type, triggerType, time) + mark);
  }

  private static String suffix(SnapshotType type, TriggerType triggerType, Instant time) {
    var trigger = triggerType.name().toLowerCase(Locale.ROOT);
    return "-" + type.word() + "-" + trigger + "-" + time.toEpochMilli();
  }

  private static String fitted(String job, String suffix) {
    var room = RESOURCE_NAME_LIMIT - suffix.length();
    return job.length() <= room ? job + suffix : cut(job, room) + suffix;
  }

  /** A dot or dash right before the hash would make the name invalid. */
  private static String cut(String job, int room) {
    var kept = job.substring(0, room - HASH_DIGITS - 1).replaceAll("[-.]+$", "");
    return kept + "-" + Sha256.hex(job, HASH_DIGITS);
  }
}
