package io.tidemark.app.configuration;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.app.configuration.TidemarkConfiguration.Flink;
import io.tidemark.app.configuration.TidemarkConfiguration.HistoryCleanup;
import io.tidemark.app.configuration.TidemarkConfiguration.LeaderElection;
import io.tidemark.app.configuration.TidemarkConfiguration.Log;
import io.tidemark.app.configuration.TidemarkConfiguration.LogFormat;
import io.tidemark.app.configuration.TidemarkConfiguration.LogLevel;
import io.tidemark.app.configuration.TidemarkConfiguration.Periodic;
import io.tidemark.app.configuration.TidemarkConfiguration.Savepoint;
import io.tidemark.app.configuration.TidemarkConfiguration.Snapshot;
import io.tidemark.kubernetes.model.OperatingMode;
import io.tidemark.kubernetes.model.SavepointPath;
import io.tidemark.kubernetes.store.WatchedNamespaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TidemarkConfigurationTest {
  private static final Map<String, String> EVERY_SETTING =
      Map.ofEntries(
          entry("TIDEMARK_MODE", "standalone"),
          entry("TIDEMARK_WATCH_NAMESPACES", "team-a, team-b"),
          entry("TIDEMARK_TASK_QUEUE", "snapshots"),
          entry("TIDEMARK_FLINK_REST_URL_TEMPLATE", "https://flink.example/{namespace}/{name}"),
          entry("TIDEMARK_FLINK_REQUEST_TIMEOUT", "3 s"),
          entry("TIDEMARK_FLINK_POLL_INTERVAL", "500 ms"),
          entry("TIDEMARK_FLINK_STORE_DURATION", "1 h"),
          entry("TIDEMARK_FLINK_TLS_DIRECTORY", "/etc"),
          entry("TIDEMARK_FLINK_AUTH_DIRECTORY", "/tmp"),
          entry("TIDEMARK_HTTP_PORT", "0"),
          entry("TIDEMARK_SNAPSHOT_START_DEADLINE", "0"),
          entry("TIDEMARK_SNAPSHOT_DISPOSAL_DEADLINE", "PT1H"),
          entry("TIDEMARK_SNAPSHOT_MAX_JOB_RESTARTS", "5"),
          entry("TIDEMARK_SAVEPOINT_ALLOWED_PREFIXES", "s3://b/savepoints/, file:///d"),
          entry("TIDEMARK_SAVEPOINT_DIRECTORY_PER_ATTEMPT", "true"),
          entry("TIDEMARK_TIME_ZONE", "Europe/Berlin"),
          entry("TIDEMARK_PERIODIC_CATCH_UP_WINDOW", "1h"),
          entry("TIDEMARK_SWEEP_INTERVAL", "5s"),
          entry("TIDEMARK_HISTORY_CLEANUP_ENABLED", "true"),
          entry("TIDEMARK_HISTORY_CLEANUP_INTERVAL", "1 h"),
          entry("TIDEMARK_HISTORY_CLEANUP_MAX_AGE_THRESHOLD", "2 d"),
          entry("TIDEMARK_HISTORY_CLEANUP_MAX_COUNT_THRESHOLD", "20"),
          entry("TIDEMARK_HISTORY_CLEANUP_FAILED_LIMIT", "0"),
          entry("TIDEMARK_HISTORY_CLEANUP_MANUAL", "true"),
          entry("TIDEMARK_LEADER_ELECTION", "False"),
          entry("TIDEMARK_LEASE_NAMESPACE", "leases"),
          entry("TIDEMARK_LEASE_NAME", "orders"),
          entry("TIDEMARK_LEASE_DURATION", "1 min"),
          entry("TIDEMARK_WORKER_MAX_CONCURRENT_ACTIVITIES", "50"),
          entry("TIDEMARK_METRICS_LIMIT", "20"),
          entry("TIDEMARK_LOG_FORMAT", "TEXT"));

  @TempDir private Path directory;

  @Test
  void nothingSetIsTheDefaults() {
    assertThat(TidemarkConfiguration.load(Map.of()))
        .isEqualTo(
            new TidemarkConfiguration(
                OperatingMode.COMPANION,
                WatchedNamespaces.ALL,
                "tidemark",
                new Flink(
                    "http://{name}-rest.{namespace}:{port}",
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(2),
                    Duration.ofMinutes(5),
                    "",
                    ""),
                8080,
                new Snapshot(Duration.ofMinutes(10), Duration.ofMinutes(10), 3),
                new Savepoint(List.of(), false),
                new Periodic(ZoneId.of("UTC"), Duration.ofMinutes(10)),
                Duration.ofMinutes(1),
                new HistoryCleanup(
                    Optional.empty(),
                    Duration.ofMinutes(5),
                    Optional.empty(),
                    Optional.empty(),
                    3,
                    false),
                new LeaderElection(true, "", "tidemark", Duration.ofSeconds(15)),
                2000,
                200,
                new Log(LogFormat.JSON, LogLevel.INFO)));
  }

  @Test
  void theEnvironmentSetsEverySetting() {
    assertThat(TidemarkConfiguration.load(EVERY_SETTING))
        .isEqualTo(
            new TidemarkConfiguration(
                OperatingMode.STANDALONE,
                new WatchedNamespaces(Set.of("team-a", "team-b")),
                "snapshots",
                new Flink(
                    "https://flink.example/{namespace}/{name}",
                    Duration.ofSeconds(3),
                    Duration.ofMillis(500),
                    Duration.ofHours(1),
                    "/etc",
                    "/tmp"),
                0,
                new Snapshot(Duration.ZERO, Duration.ofHours(1), 5),
                new Savepoint(
                    List.of(SavepointPath.of("s3://b/savepoints"), SavepointPath.of("file:/d")),
                    true),
                new Periodic(ZoneId.of("Europe/Berlin"), Duration.ofHours(1)),
                Duration.ofSeconds(5),
                new HistoryCleanup(
                    Optional.of(true),
                    Duration.ofHours(1),
                    Optional.of(Duration.ofDays(2)),
                    Optional.of(20),
                    0,
                    true),
                new LeaderElection(false, "leases", "orders", Duration.ofMinutes(1)),
                50,
                20,
                new Log(LogFormat.TEXT, LogLevel.INFO)));
  }

  @Test
  void aYamlFileMayBeNestedOrFlatAndHaveLists() throws IOException {
    var file =
        write(
            "tidemark.yaml",
            """
            tidemark:
              watch:
                namespaces: [team-a, team-b]
              http.port: 9090
            tidemark.log.level: debug
            """);

    var configuration = TidemarkConfiguration.load(file);

    assertThat(configuration.namespaces().names()).containsExactly("team-a", "team-b");
    assertThat(configuration.httpPort()).isEqualTo(9090);
    assertThat(configuration.log().level()).isEqualTo(LogLevel.DEBUG);
  }

  @Test
  void aPropertiesFileHasTheSameKeys() throws IOException {
    var file =
        write(
            "tidemark.properties",
            """
            # comment
            tidemark.watch.namespaces = team-a,team-b
            tidemark.flink.rest-url-template = http://{name}:{port}/a=b
            """);

    var configuration = TidemarkConfiguration.load(file);

    assertThat(configuration.namespaces().names()).containsExactly("team-a", "team-b");
    assertThat(configuration.flink().restUrlTemplate()).isEqualTo("http://{name}:{port}/a=b");
  }

  @Test
  void anEmptyFileSetsNothing() throws IOException {
    assertThat(TidemarkConfiguration.load(write("empty.yaml", "# nothing yet\n")))
        .isEqualTo(TidemarkConfiguration.load(Map.of()));
  }

  @Test
  void theEnvironmentWinsOverTheFileUnlessItIsBlank() throws IOException {
    var environment =
        new HashMap<>(
            write(
                "tidemark.yaml",
                "tidemark: {task-queue: from-file, log: {level: warn, format: text}}"));
    environment.put("TIDEMARK_TASK_QUEUE", "from-environment");
    environment.put("TIDEMARK_LOG_LEVEL", " ");

    var configuration = TidemarkConfiguration.load(environment);

    assertThat(configuration.taskQueue()).isEqualTo("from-environment");
    assertThat(configuration.log()).isEqualTo(new Log(LogFormat.TEXT, LogLevel.WARN));
  }

  @Test
  void allProblemsAreNamedAtOnce() throws IOException {
    var environment = new HashMap<>(write("tidemark.yaml", "tidemark: {http: {prot: 1, port: x}}"));
    environment.put("TIDEMARK_LOG_LEVEL", "loud");
    environment.put("TIDEMARK_TASKQUEUE", "secret");
    environment.put("TIDEMARK_SOMETHING_ELSE", "secret");
    var file = environment.get("TIDEMARK_CONFIG_FILE");

    assertThat(problems(environment))
        .containsExactlyInAnyOrder(
            "TIDEMARK_SOMETHING_ELSE (environment) is not a setting; docs/configuration.md lists"
                + " them",
            "TIDEMARK_TASKQUEUE (environment) is not a setting; did you mean TIDEMARK_TASK_QUEUE?",
            "tidemark.http.prot (file %s) is not a setting; did you mean tidemark.http.port?"
                .formatted(file),
            "tidemark.http.port=x (file %s) is not allowed: allowed is a whole number from 0 to 65535"
                .formatted(file),
            "TIDEMARK_LOG_LEVEL=loud (environment) is not allowed: allowed is one of trace, debug,"
                + " info, warn, error");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "TIDEMARK_WATCH_NAMESPACES | Team_A",
        "TIDEMARK_FLINK_REST_URL_TEMPLATE | {name}-rest:{port}",
        "TIDEMARK_FLINK_REST_URL_TEMPLATE | ftp://{name}",
        "TIDEMARK_FLINK_REST_URL_TEMPLATE | http://{cluster}:{port}",
        "TIDEMARK_FLINK_REQUEST_TIMEOUT | 10",
        "TIDEMARK_FLINK_REQUEST_TIMEOUT | 0",
        "TIDEMARK_FLINK_REQUEST_TIMEOUT | -10 s",
        "TIDEMARK_FLINK_REQUEST_TIMEOUT | 1.5 min",
        "TIDEMARK_FLINK_REQUEST_TIMEOUT | 10 parsecs",
        "TIDEMARK_SNAPSHOT_START_DEADLINE | -PT1S",
        "TIDEMARK_SNAPSHOT_START_DEADLINE | PT-1S",
        "TIDEMARK_FLINK_TLS_DIRECTORY | /nowhere",
        "TIDEMARK_FLINK_AUTH_DIRECTORY | /etc/hostname",
        "TIDEMARK_HTTP_PORT | 65536",
        "TIDEMARK_HTTP_PORT | -1",
        "TIDEMARK_HISTORY_CLEANUP_ENABLED | sometimes",
        "TIDEMARK_HISTORY_CLEANUP_INTERVAL | 900 ms",
        "TIDEMARK_HISTORY_CLEANUP_MAX_AGE_THRESHOLD | 0",
        "TIDEMARK_HISTORY_CLEANUP_MAX_COUNT_THRESHOLD | 0",
        "TIDEMARK_HISTORY_CLEANUP_FAILED_LIMIT | -1",
        "TIDEMARK_LEADER_ELECTION | yes",
        "TIDEMARK_LEASE_NAMESPACE | Team_A",
        "TIDEMARK_LEASE_NAME | my lease",
        "TIDEMARK_LEASE_DURATION | 4 s",
        "TIDEMARK_TIME_ZONE | UTC+2",
        "TIDEMARK_PERIODIC_CATCH_UP_WINDOW | 9 s",
        "TIDEMARK_WORKER_MAX_CONCURRENT_ACTIVITIES | 0",
        "TIDEMARK_LOG_FORMAT | xml",
        "TIDEMARK_SNAPSHOT_MAX_JOB_RESTARTS | 0",
        "TIDEMARK_SAVEPOINT_ALLOWED_PREFIXES | savepoints",
        "TIDEMARK_SAVEPOINT_ALLOWED_PREFIXES | file:savepoints",
        "TIDEMARK_SAVEPOINT_DIRECTORY_PER_ATTEMPT | yes",
      })
  void aBadValueIsNamedWithItsKey(String name, String value) {
    assertThat(problems(Map.of(name, value)))
        .singleElement()
        .asString()
        .startsWith(name + "=" + value + " (environment) is not allowed: allowed is ");
  }

  @ParameterizedTest(name = "mode {0}, setting {1}: {2}")
  @DisplayName("M1 beside the reference operator history is cleaned up only where it is asked for")
  @CsvSource({
    "companion, , false",
    "companion, true, true",
    "standalone, , true",
    "standalone, false, false",
  })
  void historyCleanupDependsOnTheMode(String mode, String setting, boolean enabled) {
    var configuration =
        TidemarkConfiguration.load(
            Map.of(
                "TIDEMARK_MODE",
                mode,
                "TIDEMARK_HISTORY_CLEANUP_ENABLED",
                setting == null ? "" : setting));

    assertThat(configuration.historyCleanup().enabledIn(configuration.mode())).isEqualTo(enabled);
  }

  @Test
  @DisplayName("S4 certificates without TLS, and credentials for any host, stop the start")
  void directoriesThatDoNotGoWithTheTemplate() {
    var environment =
        Map.of("TIDEMARK_FLINK_TLS_DIRECTORY", "/etc", "TIDEMARK_FLINK_AUTH_DIRECTORY", "/tmp");

    assertThat(problems(environment))
        .hasSize(2)
        .anyMatch(problem -> problem.startsWith("tidemark.flink.tls-directory=/etc "))
        .anyMatch(problem -> problem.startsWith("tidemark.flink.auth-directory=/tmp "))
        .allMatch(problem -> problem.contains("=http://{name}-rest.{namespace}:{port} "));
  }

  @ParameterizedTest
  @CsvSource({
    "10s, PT10S",
    "10 s, PT10S",
    "10 min, PT10M",
    "10m, PT10M",
    "2 hours, PT2H",
    "PT10M, PT10M",
    "250 ms, PT0.25S",
    "1 d, PT24H",
  })
  void durationsAreWrittenAsPeopleOrIsoWriteThem(String text, Duration duration) {
    var configuration = TidemarkConfiguration.load(Map.of("TIDEMARK_FLINK_REQUEST_TIMEOUT", text));

    assertThat(configuration.flink().requestTimeout()).isEqualTo(duration);
  }

  @Test
  void whatKubernetesAndTheToolsPutIntoTheEnvironmentIsNotOurs() {
    var environment =
        Map.of(
            "TIDEMARK_TOOLS_CACHE", "/cache",
            "TIDEMARK_SERVICE_HOST", "10.0.0.1",
            "TIDEMARK_SERVICE_PORT", "8080",
            "TIDEMARK_SERVICE_PORT_METRICS", "8080",
            "TIDEMARK_PORT", "tcp://10.0.0.1:8080",
            "TIDEMARK_HTTP_PORT", "tcp://10.0.0.1:8080",
            "TIDEMARK_PORT_8080_TCP_ADDR", "10.0.0.1",
            "TIDEMARK_METRICS_PORT_8080_TCP", "tcp://10.0.0.1:8080",
            "TIDEMARKED", "yes");

    assertThat(TidemarkConfiguration.load(environment))
        .isEqualTo(TidemarkConfiguration.load(Map.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"absent.yaml", "tidemark.toml"})
  void aFileThatCannotBeReadIsNamed(String name) {
    var file = directory.resolve(name);

    assertThat(problems(Map.of("TIDEMARK_CONFIG_FILE", file.toString(), "TIDEMARK_X", "y")))
        .hasSize(2)
        .anyMatch(problem -> problem.startsWith(file + " cannot be read: "));
  }

  @Test
  void aBrokenYamlFileIsNamedWithTheLine() throws IOException {
    var environment = write("broken.yaml", "tidemark:\n  http: {port: 1\n");

    assertThat(problems(environment)).singleElement().asString().contains("broken.yaml", "line 3");
  }

  @Test
  void anExceptionCarriesAllProblems() {
    assertThatThrownBy(() -> TidemarkConfiguration.load(Map.of("TIDEMARK_A", "", "TIDEMARK_B", "")))
        .hasMessageContainingAll("TIDEMARK_A", "TIDEMARK_B");
  }

  private static List<String> problems(Map<String, String> environment) {
    try {
      TidemarkConfiguration.load(environment);
      return List.of();
    } catch (ConfigurationException e) {
      return e.problems();
    }
  }

  private Map<String, String> write(String name, String content) throws IOException {
    var file = Files.writeString(directory.resolve(name), content);
    return Map.of("TIDEMARK_CONFIG_FILE", file.toString());
  }
}
