package io.tidemark.kubernetes.jobstatus;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One look at a cluster.
 *
 * @param jobs its jobs; null without an answer
 * @param info version and revision of Flink; empty if they are not known
 * @param silentSince when the first question was asked that had no answer; null with an answer, and
 *     if none was asked
 * @param first whether this process has had no answer before, so that nothing is known of the time
 *     until now
 * @param addressError the reason for which no question was asked; null for none
 */
record ClusterLook(
    @Nullable List<ListedJob> jobs,
    Map<String, String> info,
    @Nullable Instant silentSince,
    boolean first,
    @Nullable String addressError) {

  static ClusterLook answered(List<ListedJob> jobs, Map<String, String> info) {
    return new ClusterLook(List.copyOf(jobs), Map.copyOf(info), null, false, null);
  }

  /** Returns the same look as the first one of this process. */
  ClusterLook asFirst() {
    return new ClusterLook(jobs, info, silentSince, true, addressError);
  }

  static ClusterLook silent(Instant since) {
    return new ClusterLook(null, Map.of(), since, false, null);
  }

  static ClusterLook withoutAddress(String error) {
    return new ClusterLook(null, Map.of(), null, false, error);
  }

  Optional<List<ListedJob>> answer() {
    return Optional.ofNullable(jobs);
  }
}
