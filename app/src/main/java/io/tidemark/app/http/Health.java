package io.tidemark.app.http;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toUnmodifiableMap;

import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The health of the process: named conditions, each of which lists the things that are missing. */
public final class Health {
  private static final Logger log = LoggerFactory.getLogger(Health.class);

  private final List<Condition> conditions = new CopyOnWriteArrayList<>();
  private volatile Map<String, Boolean> met = Map.of();
  private List<String> reported = List.of();

  /**
   * Adds a condition.
   *
   * @param name the name in reports
   * @param missing returns one line for each thing that is missing now, none when all is well;
   *     called for every check
   */
  public void require(String name, Supplier<List<String>> missing) {
    conditions.add(new Condition(name, missing));
  }

  /**
   * Checks all conditions and returns one line for each thing that is missing. A process without
   * conditions is not ready.
   */
  public List<String> missing() {
    return conditions.isEmpty()
        ? List.of("start: not started yet")
        : conditions.stream().flatMap(Condition::check).toList();
  }

  /** Returns the conditions with the results of the last {@link #report}, without a new check. */
  public Map<String, Boolean> met() {
    return met;
  }

  /**
   * Checks all conditions, and logs the missing things if they have changed since the last call.
   */
  public synchronized void report() {
    var results =
        conditions.stream()
            .collect(toUnmodifiableMap(Condition::name, condition -> condition.check().toList()));
    met =
        results.entrySet().stream()
            .collect(toUnmodifiableMap(Entry::getKey, result -> result.getValue().isEmpty()));
    var found = results.values().stream().flatMap(List::stream).sorted().toList();
    if (found.equals(reported)) {
      return;
    }
    found.forEach(line -> log.warn("Not ready: {}", line));
    if (found.isEmpty()) {
      log.info("Ready");
    }
    reported = found;
  }

  private record Condition(String name, Supplier<List<String>> missing) {
    private Condition {
      requireNonNull(name, "name is null");
      requireNonNull(missing, "missing is null");
    }

    Stream<String> check() {
      return lines().stream().map(line -> name + ": " + line);
    }

    private List<String> lines() {
      try {
        return missing.get();
      } catch (RuntimeException e) {
        return List.of("the check failed, " + e);
      }
    }
  }
}
