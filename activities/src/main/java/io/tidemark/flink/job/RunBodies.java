package io.tidemark.flink.job;

import io.tidemark.workflow.job.Program;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Creates the bodies of runs and plans (U2). */
final class RunBodies {
  private static final String NO_CLAIM = "NO_CLAIM";
  private static final Pattern BEFORE_CLAIM_MODE = Pattern.compile("1\\.1\\d(?:[.-].*)?");

  private RunBodies() {}

  /**
   * Returns the body of a run.
   *
   * @param savepoint the path that the job starts from; null for none
   */
  static JobMessages.Run of(
      Program program, String jobId, @Nullable String savepoint, String flinkVersion) {
    var claim = savepoint == null ? null : NO_CLAIM;
    var before = BEFORE_CLAIM_MODE.matcher(flinkVersion).matches();
    return new JobMessages.Run(
        program.entryClass(),
        program.args(),
        program.parallelism(),
        jobId,
        program.allowNonRestoredState(),
        savepoint,
        before ? claim : null,
        before ? null : claim,
        program.flinkConfiguration());
  }
}
