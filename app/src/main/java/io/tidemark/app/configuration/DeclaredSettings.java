package io.tidemark.app.configuration;

import java.util.ArrayList;
import java.util.List;

/** Keeps the settings that {@link Settings} declares, in their order. */
final class DeclaredSettings {
  private static final List<Setting<?>> DECLARED = new ArrayList<>();

  private DeclaredSettings() {}

  /** Declares a setting. */
  static <T> Setting<T> declare(
      String key, String defaultText, SettingType<T> type, String description) {
    var setting = new Setting<>(key, defaultText, type, description);
    DECLARED.add(setting);
    return setting;
  }

  /** Returns all settings that were declared. */
  static List<Setting<?>> all() {
    return List.copyOf(DECLARED);
  }
}
