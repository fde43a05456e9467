package io.tidemark.bench;

/**
 * The work done since the components started, or between two measurements.
 *
 * @param kubernetesRequests Tidemark's, by verb and resource
 * @param temporalRequests Tidemark's, by operation, without long polls
 */
record Usage(Counts kubernetesRequests, Counts temporalRequests) {

  Usage since(Usage earlier) {
    return new Usage(
        kubernetesRequests.since(earlier.kubernetesRequests),
        temporalRequests.since(earlier.temporalRequests));
  }
}
