package io.tidemark.bench;

import java.util.List;

/**
 * All that a run of the benchmark found.
 *
 * @param at when it began, RFC 3339
 * @param machine what it ran on
 * @param arguments the arguments of the command
 * @param results in the order of their runs
 */
record Report(String at, Machine machine, List<String> arguments, List<Result> results) {

  boolean exact() {
    return results.stream().allMatch(Result::exact);
  }
}
