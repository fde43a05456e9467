package io.tidemark.bench;

/**
 * The work done since the components started, or between two measurements.
 *
 * @param savepoints complete savepoints on disk
 * @param kubernetesRequests Tidemark's, by verb and resource
 * @param temporalRequests Tidemark's, by operation, without long polls
 */
record Usage(long savepoints, Counts kubernetesRequests, Counts temporalRequests) {

  Usage since(Usage earlier) {
    return new Usage(
        savepoints - earlier.savepoints,
        kubernetesRequests.since(earlier.kubernetesRequests),
        temporalRequests.since(earlier.temporalRequests));
  }
}
