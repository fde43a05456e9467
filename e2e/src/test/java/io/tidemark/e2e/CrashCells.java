package io.tidemark.e2e;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Cells of a crash matrix that are filled together: those of one fault at all steps, or with {@code
 * tidemark.crash.cell-by-cell} one alone.
 *
 * @param fault what happens
 * @param steps where the resources are
 */
record CrashCells<F extends CrashName, S extends CrashName>(F fault, List<S> steps) {
  private static final boolean CELL_BY_CELL = Boolean.getBoolean("tidemark.crash.cell-by-cell");

  /** Returns the cells of a matrix whose names match the pattern. */
  static <F extends CrashName, S extends CrashName> Stream<CrashCells<F, S>> of(
      F[] faults, S[] all, String pattern) {
    var steps = List.of(all);
    return Arrays.stream(faults)
        .flatMap(
            fault ->
                CELL_BY_CELL
                    ? steps.stream().map(step -> new CrashCells<>(fault, List.of(step)))
                    : Stream.of(new CrashCells<>(fault, steps)))
        .filter(cells -> cells.name().matches(pattern));
  }

  String name() {
    return fault.word() + "-" + (steps.size() == 1 ? steps.get(0).word() : "all");
  }

  @Override
  public String toString() {
    return fault.words() + ": " + (steps.size() == 1 ? steps.get(0).words() : "all steps");
  }
}
