package io.tidemark.bench;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Named counts.
 *
 * @param byName in the order of their names
 */
record Counts(@JsonValue Map<String, Double> byName) {
  Counts {
    byName = new TreeMap<>(byName);
  }

  static final Counts NONE = new Counts(Map.of());

  Counts plus(Counts other) {
    var sum = new TreeMap<>(byName);
    other.byName.forEach((name, value) -> sum.merge(name, value, Double::sum));
    return new Counts(sum);
  }

  Counts since(Counts earlier) {
    var difference = new TreeMap<String, Double>();
    byName.forEach((name, now) -> difference.put(name, now - earlier.of(name)));
    difference.values().removeIf(change -> change == 0);
    return new Counts(difference);
  }

  Counts only(Predicate<String> names) {
    var some = new TreeMap<>(byName);
    some.keySet().removeIf(names.negate());
    return new Counts(some);
  }

  double of(String name) {
    return byName.getOrDefault(name, 0.0);
  }

  double sum(Predicate<String> names) {
    return only(names).byName.values().stream().mapToDouble(Double::doubleValue).sum();
  }
}
