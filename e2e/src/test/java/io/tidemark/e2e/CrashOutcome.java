package io.tidemark.e2e;

/**
 * The outcome of the snapshots that a fault hit at one step.
 *
 * @param step where they were
 * @param snapshots how many
 * @param settled how many are COMPLETED, or gone with their savepoint
 * @param failures attempts that the resources count as failed
 * @param orphans savepoints that no resource records, each named by an event
 * @param savepoints savepoints on disk
 */
record CrashOutcome(
    CrashStep step, int snapshots, int settled, int failures, int orphans, int savepoints) {
  @Override
  public String toString() {
    var words = settled + "/" + snapshots;
    return failures + orphans == 0
        ? words
        : words + ", %d failed, %d named".formatted(failures, orphans);
  }
}
