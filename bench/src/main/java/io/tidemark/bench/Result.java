package io.tidemark.bench;

import java.util.Set;

/**
 * A workload on a route.
 *
 * @param workload its name
 * @param route its name
 * @param tally how many were asked for, and how many came or went
 * @param timings how long they took
 * @param used what the components did for it
 * @param cpuSeconds user and system time by process, until the last was complete
 * @param events the workflows' histories; none for plain REST
 * @param peakMegabytes the most memory that Tidemark had resident by then
 */
record Result(
    String workload,
    String route,
    Tally tally,
    Timings timings,
    Usage used,
    Counts cpuSeconds,
    Events events,
    double peakMegabytes) {
  static final String PLAIN_REST = "plain REST";
  static final String TIDEMARK = "Tidemark";
  private static final Set<String> READS = Set.of("GET", "LIST");
  private static final double MILLIS = 1000;

  /**
   * Histories of workflows.
   *
   * @param runs how many there are; more than snapshots if workflows ran again
   * @param all events of all of them together
   * @param most events of the longest
   */
  record Events(long runs, long all, long most) {
    static final Events NONE = new Events(0, 0, 0);
  }

  boolean plain() {
    return route.equals(PLAIN_REST);
  }

  /** As many savepoints came or went as were asked for, and nothing ended otherwise. */
  boolean exact() {
    return tally.exact() && timings.failures().isEmpty();
  }

  double kubernetesReads() {
    return perSnapshot(used.kubernetesRequests().sum(Result::isRead));
  }

  double kubernetesWrites() {
    return perSnapshot(used.kubernetesRequests().sum(kind -> !isRead(kind)));
  }

  double temporalEvents() {
    return perSnapshot((double) events.all());
  }

  double temporalRequests() {
    return perSnapshot(used.temporalRequests().sum(operation -> true));
  }

  double cpuMillis(String process) {
    return perSnapshot(cpuSeconds.of(process) * MILLIS);
  }

  /** Of the whole system; the benchmark itself is no part of it. */
  double cpuMillisOfAll() {
    return perSnapshot(cpuSeconds.sum(name -> !name.equals(Processes.BENCHMARK)) * MILLIS);
  }

  private double perSnapshot(double value) {
    return value / tally.asked();
  }

  static boolean isRead(String kind) {
    return READS.contains(kind.substring(0, kind.indexOf(' ')));
  }
}
