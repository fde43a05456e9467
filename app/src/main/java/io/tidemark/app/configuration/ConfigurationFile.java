package io.tidemark.app.configuration;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.javaprop.JavaPropsMapper;
import com.fasterxml.jackson.dataformat.javaprop.JavaPropsSchema;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Map.Entry;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads a configuration file: YAML, nested or with dotted keys, or Java properties. The extension
 * decides which.
 */
final class ConfigurationFile {
  private static final JavaPropsMapper PROPERTIES = new JavaPropsMapper();
  private static final ObjectMapper YAML =
      YAMLMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
  private static final JavaPropsSchema LIST_INDEX_IN_BRACKETS =
      JavaPropsSchema.emptySchema().withWriteIndexUsingMarkers(true);

  private ConfigurationFile() {}

  static SettingSource read(Path file) {
    try {
      var tree = mapper(file).readTree(Files.readString(file));
      var values = tree.isMissingNode() ? Map.<String, String>of() : flatten(tree);
      return new SettingSource("file " + file, values, Setting::key);
    } catch (JacksonException e) {
      throw unreadable(
          file, "line " + e.getLocation().getLineNr() + ": " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw unreadable(file, e.getClass().getSimpleName(), e);
    }
  }

  private static ObjectMapper mapper(Path file) {
    var name = file.toString();
    if (name.endsWith(".properties")) {
      return PROPERTIES;
    }
    if (name.endsWith(".yaml") || name.endsWith(".yml")) {
      return YAML;
    }
    throw unreadable(file, "its name has to end in .yaml, .yml or .properties", null);
  }

  private static ConfigurationException unreadable(
      Path file, String reason, @Nullable Exception cause) {
    return new ConfigurationException("%s cannot be read: %s".formatted(file, reason), cause);
  }

  /** Returns the values by dotted keys; a list becomes one comma-separated text. */
  private static Map<String, String> flatten(JsonNode tree) throws IOException {
    return PROPERTIES.writeValueAsMap(tree, LIST_INDEX_IN_BRACKETS).entrySet().stream()
        .collect(
            Collectors.toMap(
                entry -> entry.getKey().replaceFirst("\\[\\d+]$", ""),
                Entry::getValue,
                (first, second) -> first + "," + second));
  }
}
