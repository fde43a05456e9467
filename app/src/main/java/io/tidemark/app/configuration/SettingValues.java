package io.tidemark.app.configuration;

import java.util.List;

/** Looks up the values of settings in several sources, and collects all problems with them. */
final class SettingValues {
  private final List<SettingSource> sources;
  private final List<String> problems;

  /**
   * @param sources the first one that has a setting wins
   * @param problems collects one line for each problem found
   */
  SettingValues(List<SettingSource> sources, List<String> problems) {
    this.sources = List.copyOf(sources);
    this.problems = problems;
    sources.stream().flatMap(SettingSource::unknownNames).forEach(problems::add);
  }

  /**
   * Returns the value of the first source that has one, else the default. A value that is not
   * allowed is added to the problems, and replaced by the default.
   */
  <T> T get(Setting<T> setting) {
    return sources.stream()
        .filter(source -> source.find(setting).isPresent())
        .findFirst()
        .map(source -> parse(setting, source))
        .orElseGet(setting::defaultValue);
  }

  /** Adds a problem that values have together. */
  void report(String problem) {
    problems.add(problem);
  }

  private <T> T parse(Setting<T> setting, SettingSource source) {
    var text = source.find(setting).orElseThrow();
    try {
      return setting.type().parse(text);
    } catch (RuntimeException notAllowed) {
      problems.add(source.problem(setting, text));
      return setting.defaultValue();
    }
  }
}
