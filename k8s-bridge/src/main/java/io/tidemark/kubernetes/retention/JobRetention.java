package io.tidemark.kubernetes.retention;

import io.tidemark.workflow.retention.RetentionPolicy;
import java.util.List;
import java.util.Optional;

/**
 * The retention of a job, as its settings define it.
 *
 * @param policy the limits; empty if the job is skipped
 * @param skipReason why the job is skipped; empty text if it is not
 * @param problems settings that cannot be read, each with key, value and reason; any of them is a
 *     reason to skip the job
 */
record JobRetention(Optional<RetentionPolicy> policy, String skipReason, List<String> problems) {
  JobRetention {
    problems = List.copyOf(problems);
  }

  static JobRetention limitedBy(RetentionPolicy policy) {
    return new JobRetention(Optional.of(policy), "", List.of());
  }

  static JobRetention skipped(String reason) {
    return new JobRetention(Optional.empty(), reason, List.of());
  }

  static JobRetention unreadable(List<String> problems) {
    return new JobRetention(Optional.empty(), String.join("; ", problems), problems);
  }
}
