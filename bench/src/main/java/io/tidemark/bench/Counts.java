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

  Counts since(Counts earlier) {
    var difference = new TreeMap<String, Double>();
    byName.forEach((name, now) -> difference.put(name, now - earlier.of(name)));
    difference.values().removeIf(change -> change == 0);
    return new Counts(difference);
  }

  double of(String name) {
    return byName.getOrDefault(name, 0.0);
  }

  double sum(Predicate<String> names) {
    return byName.entrySet().stream()
        .filter(entry -> names.test(entry.getKey()))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }
}
