package io.tidemark.kubernetes.retention;

import io.tidemark.workflow.retention.LegacyHistory;
import io.tidemark.workflow.retention.RetentionPolicy;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The retention of a job, as its settings define it.
 *
 * @param policy the limits; empty if the job is skipped
 * @param skipReason why the job is skipped; empty text if it is not
 * @param problems settings that cannot be read, each with key, value and reason; any of them is a
 *     reason to skip the job
 * @param savepointsInUse the savepoints that the job started, or will start, from (U8)
 * @param legacy the job's legacy history (H6)
 */
record JobRetention(
    Optional<RetentionPolicy> policy,
    String skipReason,
    List<String> problems,
    List<String> savepointsInUse,
    LegacyHistory legacy) {
  JobRetention {
    problems = List.copyOf(problems);
    savepointsInUse = List.copyOf(savepointsInUse);
  }

  static JobRetention limitedBy(RetentionPolicy policy) {
    return new JobRetention(Optional.of(policy), "", List.of(), List.of(), LegacyHistory.NONE);
  }

  /** Returns the same retention of a job that uses these savepoints. */
  JobRetention using(Stream<String> savepoints) {
    return new JobRetention(policy, skipReason, problems, savepoints.toList(), legacy);
  }

  /** Returns the same retention of a job with this legacy history. */
  JobRetention with(LegacyHistory history) {
    return new JobRetention(policy, skipReason, problems, savepointsInUse, history);
  }

  static JobRetention skipped(String reason) {
    return new JobRetention(Optional.empty(), reason, List.of(), List.of(), LegacyHistory.NONE);
  }

  static JobRetention unreadable(List<String> problems) {
    return new JobRetention(
        Optional.empty(), String.join("; ", problems), problems, List.of(), LegacyHistory.NONE);
  }
}
