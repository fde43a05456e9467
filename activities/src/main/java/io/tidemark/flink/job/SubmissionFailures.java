package io.tidemark.flink.job;

import io.temporal.failure.ApplicationFailure;
import io.tidemark.workflow.flink.FlinkErrorCategory;
import io.tidemark.workflow.model.ReadableLine;

/** The failures of submissions that Temporal retries. */
final class SubmissionFailures {
  private SubmissionFailures() {}

  /** Returns the failure for a job that was sent to Flink, which does not show it. */
  static ApplicationFailure unknown(String jobId, String reason) {
    return ApplicationFailure.newFailure(
        ReadableLine.of("Flink does not show job %s: %s".formatted(jobId, reason)),
        FlinkErrorCategory.FLINK_ERROR.name());
  }

  /** Returns the failure for an uploaded jar that is gone. */
  static ApplicationFailure jarLost(String reason) {
    return ApplicationFailure.newFailure(
        ReadableLine.of("The uploaded jar is gone: " + reason),
        FlinkErrorCategory.FLINK_ERROR.name());
  }
}
