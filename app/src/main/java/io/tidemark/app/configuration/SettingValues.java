package io.tidemark.app.configuration;

import java.util.List;

/** The values of settings from several sources, and everything that is wrong with them. */
final class SettingValues {
  private final List<SettingSource> sources;
  private final List<String> problems;

  /** The first source that has a setting wins; what is wrong is added to the problems. */
  SettingValues(List<SettingSource> sources, List<String> problems) {
    this.sources = List.copyOf(sources);
    this.problems = problems;
    sources.stream().flatMap(SettingSource::unknownNames).forEach(problems::add);
  }

  /** The value of the first source that has one; a problem is kept, and the default stands in. */
  <T> T get(Setting<T> setting) {
    return sources.stream()
        .filter(source -> source.find(setting).isPresent())
        .findFirst()
        .map(source -> parse(setting, source))
        .orElseGet(setting::defaultValue);
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
