package io.tidemark.app.configuration;

import static java.util.Objects.requireNonNull;

import io.tidemark.flink.FlinkEndpoints;
import io.tidemark.flink.job.AllowedHost;
import io.tidemark.flink.job.JarSettings;
import io.tidemark.kubernetes.model.BooleanParser;
import io.tidemark.kubernetes.model.DurationParser;
import io.tidemark.kubernetes.store.ResourceSelector;
import io.tidemark.kubernetes.store.WatchedNamespaces;
import io.tidemark.schedule.TimeZoneParser;
import io.tidemark.workflow.model.DurationFormatter;
import io.tidemark.workflow.model.ResourceName;
import io.tidemark.workflow.model.SavepointPath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads the text of a setting, and says what a user may write.
 *
 * @param allowed what a user may write, to follow "allowed is" in an error
 * @param parser reads a text; any {@link RuntimeException} means that the text is not allowed
 */
public record SettingType<T>(String allowed, Function<String, T> parser) {
  private static final Pattern NAMESPACE_NAME =
      Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
  private static final int LARGEST_PORT = 65_535;
  private static final List<String> SIZE_UNITS = List.of("B", "KiB", "MiB", "GiB");
  private static final int SIZE_STEP = 10;
  private static final Pattern SIZE_PARTS =
      Pattern.compile("(?<number>\\d{1,12})\\s*(?<unit>B|KiB|MiB|GiB)");

  static final SettingType<String> TEXT = new SettingType<>("any text", Function.identity());
  static final SettingType<WatchedNamespaces> NAMESPACES =
      new SettingType<>("a comma-separated list of Kubernetes namespaces", SettingType::namespaces);
  static final SettingType<ResourceSelector> LABEL_SELECTOR =
      new SettingType<>(
          "a Kubernetes LabelSelector in YAML or JSON that selects something, such as"
              + " {matchLabels: {team: a}}",
          ResourceSelector::parse);
  static final SettingType<FlinkEndpoints> URL_TEMPLATE =
      new SettingType<>(
          "an http or https URL with the placeholders {name}, {namespace} and {port}",
          FlinkEndpoints::new);
  static final SettingType<String> DIRECTORY =
      new SettingType<>(
          "an existing directory",
          text -> require(text, path -> path.isEmpty() || Files.isDirectory(Path.of(path))));
  static final SettingType<Duration> DURATION =
      new SettingType<>(
          "a duration above 0 such as 10 s, 5 min, 2 h or PT5M",
          text -> require(DurationParser.parse(text), value -> !value.isZero()));
  static final SettingType<Duration> DURATION_OR_ZERO =
      new SettingType<>(DurationParser.ALLOWED, DurationParser::parse);
  static final SettingType<Duration> LEASE_DURATION = duration(Duration.ofSeconds(5));
  static final SettingType<Duration> CATCH_UP_WINDOW = duration(Duration.ofSeconds(10));
  static final SettingType<ZoneId> TIME_ZONE =
      new SettingType<>(
          "a time zone of the IANA database, such as Europe/Berlin or UTC", TimeZoneParser::parse);

  /** Temporal's schedules are due once a second at most. */
  static final SettingType<Duration> INTERVAL =
      new SettingType<>(
          "a duration of 1 s or more, such as 5 min",
          text -> require(DurationParser.parse(text), value -> value.toSeconds() >= 1));

  static final SettingType<Boolean> BOOLEAN =
      new SettingType<>("true or false", BooleanParser::parse);

  static final SettingType<String> NAMESPACE =
      new SettingType<>(
          "a Kubernetes namespace",
          text -> require(text, name -> name.isEmpty() || NAMESPACE_NAME.matcher(name).matches()));

  static final SettingType<String> RESOURCE_NAME =
      new SettingType<>(
          "the name of a Kubernetes resource", text -> require(text, ResourceName::allows));

  static final SettingType<List<SavepointPath>> DIRECTORIES =
      new SettingType<>(
          "a comma-separated list of absolute paths with their schemes as Flink writes them, such"
              + " as s3://bucket/savepoints",
          SettingType::directories);

  static final SettingType<Set<String>> URL_SCHEMES =
      new SettingType<>("a comma-separated list of https and http", SettingType::schemes);

  static final SettingType<List<AllowedHost>> HOSTS =
      new SettingType<>(
          "a comma-separated list of hosts, each with or without a port, such as"
              + " jars.tools.svc:8080",
          text -> elements(text).map(AllowedHost::parse).toList());

  static final SettingType<Long> SIZE =
      new SettingType<>("a size above 0 such as 512 MiB or 2 GiB", SettingType::size);

  static final SettingType<Integer> PORT = number(0, LARGEST_PORT);
  static final SettingType<Integer> POSITIVE_NUMBER = number(1, 1_000_000);

  public SettingType {
    requireNonNull(allowed, "allowed is null");
    requireNonNull(parser, "parser is null");
  }

  T parse(String text) {
    return parser.apply(text.strip());
  }

  static SettingType<Integer> number(int from, int to) {
    return new SettingType<>(
        "a whole number from %d to %d".formatted(from, to),
        text -> require(Integer.valueOf(text), value -> value >= from && value <= to));
  }

  private static SettingType<Duration> duration(Duration shortest) {
    return new SettingType<>(
        "a duration of %s or more, such as 15 s or 1 min".formatted(DurationFormatter.of(shortest)),
        text -> require(DurationParser.parse(text), value -> value.compareTo(shortest) >= 0));
  }

  /** Returns the type with an empty text allowed, which is no value. */
  static <T> SettingType<Optional<T>> optional(SettingType<T> type) {
    return new SettingType<>(
        type.allowed(), text -> text.isEmpty() ? Optional.empty() : Optional.of(type.parse(text)));
  }

  /** Returns the type of an enum's constants, written in lower case. */
  static <E extends Enum<E>> SettingType<E> oneOf(Class<E> type) {
    var words =
        Arrays.stream(type.getEnumConstants())
            .map(constant -> constant.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
    return new SettingType<>(
        "one of " + words, text -> Enum.valueOf(type, text.toUpperCase(Locale.ROOT)));
  }

  /** Returns the type of these words in upper case, in which users may write lower case too. */
  static SettingType<String> oneOf(List<String> words) {
    return new SettingType<>(
        "one of " + String.join(", ", words),
        text -> require(text.toUpperCase(Locale.ROOT), words::contains));
  }

  private static WatchedNamespaces namespaces(String text) {
    return new WatchedNamespaces(
        elements(text)
            .map(name -> require(name, NAMESPACE_NAME.asMatchPredicate()))
            .collect(Collectors.toSet()));
  }

  private static List<SavepointPath> directories(String text) {
    return elements(text)
        .map(SavepointPath::of)
        .map(path -> require(path, SavepointPath::isAbsolute))
        .toList();
  }

  private static Set<String> schemes(String text) {
    return elements(text)
        .map(scheme -> scheme.toLowerCase(Locale.ROOT))
        .map(scheme -> require(scheme, JarSettings.KNOWN_SCHEMES::contains))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static long size(String text) {
    var parts = SIZE_PARTS.matcher(text);
    require(parts, Matcher::matches);
    var unit = SIZE_UNITS.indexOf(parts.group("unit"));
    return require(
        Math.multiplyExact(Long.parseLong(parts.group("number")), 1L << (SIZE_STEP * unit)),
        bytes -> bytes > 0);
  }

  private static Stream<String> elements(String text) {
    return Arrays.stream(text.split(","))
        .map(String::strip)
        .filter(element -> !element.isEmpty())
        .distinct();
  }

  private static <V> V require(V value, Predicate<V> condition) {
    if (!condition.test(value)) {
      throw new IllegalArgumentException("not allowed");
    }
    return value;
  }
}
