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

/**
 * Whether the process can do its work: named conditions, each of which says what it still lacks.
 */
public final class Health {
  private static final Logger log = LoggerFactory.getLogger(Health.class);

  private final List<Condition> conditions = new CopyOnWriteArrayList<>();
  private volatile Map<String, Boolean> met = Map.of();
  private List<String> reported = List.of();

  /**
   * Adds a condition.
   *
   * @param name what to call it
   * @param missing one line for each thing that is missing now, none when all is well; called for
   *     every look
   */
  public void require(String name, Supplier<List<String>> missing) {
    conditions.add(new Condition(name, missing));
  }

  /**
   * Everything that is missing now. A process of which nothing is required yet is not ready either.
   */
  public List<String> missing() {
    return conditions.isEmpty()
        ? List.of("start: not begun")
        : conditions.stream().flatMap(Condition::look).toList();
  }

  /** Which conditions were met at the last {@link #report}, without a look of its own. */
  public Map<String, Boolean> met() {
    return met;
  }

  /** Looks, and logs what is missing if that has changed since the last call. */
  public synchronized void report() {
    var looks =
        conditions.stream().collect(toUnmodifiableMap(Condition::name, it -> it.look().toList()));
    met =
        looks.entrySet().stream()
            .collect(toUnmodifiableMap(Entry::getKey, it -> it.getValue().isEmpty()));
    var found = looks.values().stream().flatMap(List::stream).sorted().toList();
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

    Stream<String> look() {
      return lines().stream().map(line -> name + ": " + line);
    }

    private List<String> lines() {
      try {
        return missing.get();
      } catch (RuntimeException e) {
        return List.of("cannot be looked at, " + e);
      }
    }
  }
}
