package io.tidemark.schedule;

import io.temporal.client.schedules.ScheduleRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Groups numbers into few ranges with steps, greedily: 0, 15, 30, 45 is 0-45/15. */
final class NumberRanges {
  /** A range of two numbers that are not neighbours would read worse than the two numbers. */
  private static final int SHORTEST_WITH_STEPS = 3;

  private NumberRanges() {}

  static List<ScheduleRange> of(NavigableSet<Integer> numbers) {
    var ranges = new ArrayList<ScheduleRange>();
    var rest = new TreeSet<>(numbers);
    while (!rest.isEmpty()) {
      var range = longestFrom(rest);
      ranges.add(range);
      IntStream.iterate(
              range.getStart(),
              number -> number <= range.getEnd(),
              number -> number + range.getStep())
          .forEach(rest::remove);
    }
    return List.copyOf(ranges);
  }

  private static ScheduleRange longestFrom(NavigableSet<Integer> rest) {
    var start = rest.first();
    return rest.tailSet(start, false).stream()
        .map(second -> progression(rest, start, second - start))
        .filter(range -> range.getStep() == 1 || length(range) >= SHORTEST_WITH_STEPS)
        .max(Comparator.comparingInt(NumberRanges::length))
        .orElseGet(() -> new ScheduleRange(start, start, 1));
  }

  private static ScheduleRange progression(NavigableSet<Integer> rest, int start, int step) {
    var end = start;
    while (rest.contains(end + step)) {
      end += step;
    }
    return new ScheduleRange(start, end, step);
  }

  private static int length(ScheduleRange range) {
    return (range.getEnd() - range.getStart()) / range.getStep() + 1;
  }
}
