package io.tidemark.bench;

/**
 * All that was measured at one size.
 *
 * @param size of the population
 * @param footprint what it takes to be there
 * @param load the steady load beside it
 */
record ScaleStage(Population.Size size, Footprint footprint, Load load) {

  /**
   * What the resources take by being there.
   *
   * @param startSeconds from the start of a replica until it watches
   * @param scheduleSeconds until all schedules existed, of those that were new
   * @param newSchedules how many were new
   * @param heapMegabytes of the replica that watches, after a full collection
   * @param residentMegabytes of the same replica
   * @param etcdMegabytes of the database in use
   * @param writes to Flink's resources before the load; all of them were settled
   */
  record Footprint(
      double startSeconds,
      double scheduleSeconds,
      int newSchedules,
      double heapMegabytes,
      double residentMegabytes,
      double etcdMegabytes,
      Counts writes) {}

  /**
   * A steady load of savepoints and deletions.
   *
   * @param seconds how long it ran, to the end of the last
   * @param taken the savepoints
   * @param deleted the deletions, with disposal
   * @param cpuSeconds by process
   * @param used the requests
   */
  record Load(double seconds, Timings taken, Timings deleted, Counts cpuSeconds, Usage used) {
    double cores(String process) {
      return cpuSeconds.of(process) / seconds;
    }

    double kubernetesRequestsPerSecond() {
      return used.kubernetesRequests().sum(name -> true) / seconds;
    }

    double temporalRequestsPerSecond() {
      return used.temporalRequests().sum(name -> true) / seconds;
    }
  }
}
