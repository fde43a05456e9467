package io.tidemark.bench;

/**
 * The numbers that have to be equal: each savepoint came, or went, exactly once.
 *
 * @param asked how many savepoints were asked for, or were to go
 * @param resources how many more, or fewer, the route then knew of
 * @param savepoints how many more, or fewer, there then were in Flink
 */
record Tally(int asked, long resources, long savepoints) {
  boolean exact() {
    return Math.abs(resources) == asked && savepoints == resources;
  }
}
