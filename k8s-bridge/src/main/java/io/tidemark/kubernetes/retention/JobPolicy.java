package io.tidemark.kubernetes.retention;

import io.tidemark.workflow.retention.RetentionPolicy;
import java.util.List;
import java.util.Optional;

/**
 * How the history of a job is kept, as far as its settings say.
 *
 * @param policy how; empty if nothing of the job is looked at
 * @param leftAlone why nothing is
 * @param problems settings that cannot be read, each with key and value: a reason to leave it alone
 */
record JobPolicy(Optional<RetentionPolicy> policy, String leftAlone, List<String> problems) {
  JobPolicy {
    problems = List.copyOf(problems);
  }

  static JobPolicy applies(RetentionPolicy policy) {
    return new JobPolicy(Optional.of(policy), "", List.of());
  }

  static JobPolicy leftAlone(String why) {
    return new JobPolicy(Optional.empty(), why, List.of());
  }

  static JobPolicy unreadable(List<String> problems) {
    return new JobPolicy(Optional.empty(), String.join("; ", problems), problems);
  }
}
