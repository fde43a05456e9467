package io.tidemark.app.configuration;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.commons.text.similarity.LevenshteinDistance;

/**
 * A place where settings are written.
 *
 * @param origin its name in errors
 * @param values the values by the names that settings have in this source; an empty or
 *     whitespace-only value counts as not set
 * @param naming returns the name of a setting in this source
 */
record SettingSource(
    String origin, Map<String, String> values, Function<Setting<?>, String> naming) {
  private static final int SIMILAR = 4;

  SettingSource {
    requireNonNull(origin, "origin is null");
    values = Map.copyOf(values);
    requireNonNull(naming, "naming is null");
  }

  Optional<String> find(Setting<?> setting) {
    return Optional.ofNullable(values.get(naming.apply(setting))).filter(text -> !text.isBlank());
  }

  /**
   * Returns one line for each name that is not a setting. Values are not shown, since they may be
   * secrets.
   */
  Stream<String> unknownNames() {
    return values.keySet().stream()
        .filter(name -> names().noneMatch(name::equals))
        .sorted()
        .map(name -> "%s (%s) is not a setting%s".formatted(name, origin, suggestion(name)));
  }

  String problem(Setting<?> setting, String value) {
    return "%s=%s (%s) is not allowed: allowed is %s"
        .formatted(naming.apply(setting), value, origin, setting.type().allowed());
  }

  private String suggestion(String unknown) {
    var distance = new LevenshteinDistance(SIMILAR);
    return names()
        .filter(name -> distance.apply(name, unknown) >= 0)
        .min(Comparator.comparing(name -> distance.apply(name, unknown)))
        .map(name -> "; did you mean " + name + "?")
        .orElse("; docs/reference/configuration.md lists them");
  }

  private Stream<String> names() {
    return Settings.ALL.stream().map(naming);
  }
}
