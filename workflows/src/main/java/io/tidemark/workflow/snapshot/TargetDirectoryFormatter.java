package io.tidemark.workflow.snapshot;

import io.tidemark.workflow.flink.SnapshotTrigger;

/** Formats the directory that an attempt writes to, for messages to users. */
final class TargetDirectoryFormatter {
  private TargetDirectoryFormatter() {}

  /** Returns the directory; in words where the choice is left to Flink. */
  static String format(SnapshotTrigger trigger) {
    var directory = trigger.targetDirectory();
    return directory == null ? "Flink's default savepoint directory" : directory;
  }
}
