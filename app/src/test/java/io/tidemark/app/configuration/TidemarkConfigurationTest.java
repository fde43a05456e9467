package io.tidemark.app.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.tidemark.app.configuration.LogSettings.Format;
import io.tidemark.app.configuration.LogSettings.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TidemarkConfigurationTest {
  private static final String URL_TEMPLATE = "TIDEMARK_FLINK_REST_URL_TEMPLATE";

  /**
   * Each setting: its variable, the part of the configuration that it is by default, another value,
   * and the part of the configuration that it then is.
   */
  private static final String SETTINGS =
      """
      MODE | mode=COMPANION | standalone | mode=STANDALONE
      WATCH_NAMESPACES | namespaces=all namespaces | team-a, team-b | namespaces=namespaces team-a, team-b
      WATCH_NAMESPACE_SELECTOR | namespaces=all namespaces | {matchLabels: {team: a}} | namespaces=namespaces with the labels team=a
      WATCH_LABEL_SELECTOR | selector=all | {matchLabels: {team: a}} | selector=team=a
      TASK_QUEUE | taskQueue=tidemark | snapshots | taskQueue=snapshots
      CLUSTER_ID | clusterId=Optional.empty | eu | clusterId=Optional[eu]
      FLINK_REST_URL_TEMPLATE | template=http://{name}-rest.{namespace}:{port}] | https://{name}/f | template=https://{name}/f]
      FLINK_REQUEST_TIMEOUT | callTimeout=PT10S | 3 s | callTimeout=PT3S
      FLINK_POLL_INTERVAL | longestPoll=PT2S | 500 ms | longestPoll=PT0.5S
      FLINK_STORE_DURATION | storeDuration=PT5M | 1 h | storeDuration=PT1H
      FLINK_TLS_DIRECTORY | tlsDirectory=, | /etc | tlsDirectory=/etc,
      FLINK_AUTH_DIRECTORY | authDirectory=] | /tmp | authDirectory=/tmp]
      JAR_ALLOWED_SCHEMES | allowedSchemes=[https] | HTTP | allowedSchemes=[http]
      JAR_ALLOWED_HOSTS | allowedHosts=[] | Jars.svc, 127.0.0.1:8080 | allowedHosts=[AllowedHost[host=jars.svc, port=0], AllowedHost[host=127.0.0.1, port=8080]]
      JAR_MAX_SIZE | maxSize=1073741824 | 200 MiB | maxSize=209715200
      HTTP_PORT | httpPort=8080 | 0 | httpPort=0
      SNAPSHOT_START_DEADLINE | startDeadline=PT10M | 0 | startDeadline=PT0S
      SNAPSHOT_DISPOSAL_DEADLINE | disposalDeadline=PT10M | PT1H | disposalDeadline=PT1H
      SNAPSHOT_RECORD_AFTER | recordAfter=PT0.15S | 0 | recordAfter=PT0S
      SNAPSHOT_SLOW_AFTER | slowAfter=PT30M | 2 h | slowAfter=PT2H
      SNAPSHOT_RESULT_DEADLINE | resultDeadline=PT720H | 0 | resultDeadline=PT0S
      SNAPSHOT_MAX_JOB_RESTARTS | maxJobRestarts=3 | 5 | maxJobRestarts=5
      SAVEPOINT_ALLOWED_PREFIXES | allowedPrefixes=[] | s3://b/savepoints/, file:///d | allowedPrefixes=[SavepointPath[scheme=s3, authority=b, path=/savepoints], SavepointPath[scheme=file, authority=, path=/d]]
      SAVEPOINT_DIRECTORY_PER_ATTEMPT | directoryPerAttempt=false | true | directoryPerAttempt=true
      SAVEPOINT_FORMAT_TYPE | formatType=CANONICAL | native | formatType=NATIVE
      SAVEPOINT_DISPOSE_ON_DELETE | disposeOnDelete=false | true | disposeOnDelete=true
      SNAPSHOT_RESOURCE_ENABLED | snapshotResources=true | false | snapshotResources=false
      CHECKPOINT_TYPE | checkpointType=FULL | incremental | checkpointType=INCREMENTAL
      TIME_ZONE | timeZone=UTC | Europe/Berlin | timeZone=Europe/Berlin
      PERIODIC_CATCH_UP_WINDOW | catchUpWindow=PT10M | 1h | catchUpWindow=PT1H
      SWEEP_INTERVAL | sweepInterval=PT1M | 5s | sweepInterval=PT5S
      JOBS_POLL_INTERVAL | pollInterval=PT5S | 1 s | pollInterval=PT1S
      UPGRADE_PLAN_CHECK | planned=true | false | planned=false
      UPGRADE_STOP_TRIES | stopTries=3 | 5 | stopTries=5
      HISTORY_CLEANUP_ENABLED | enabled=false | true | enabled=true
      HISTORY_CLEANUP_INTERVAL | interval=PT5M | 1 h | interval=PT1H
      HISTORY_CLEANUP_SAVEPOINTS | savepoints=true | false | savepoints=false
      HISTORY_CLEANUP_MAX_AGE | maxAge=PT24H | 7 d | maxAge=PT168H
      HISTORY_CLEANUP_MAX_COUNT | maxCount=10 | 50 | maxCount=50
      HISTORY_CLEANUP_RETAINED_CHECKPOINTS | retainedCheckpoints=1 | 5 | retainedCheckpoints=5
      HISTORY_CLEANUP_MAX_AGE_THRESHOLD | maxAgeThreshold=Optional.empty | 2 d | maxAgeThreshold=Optional[PT48H]
      HISTORY_CLEANUP_MAX_COUNT_THRESHOLD | maxCountThreshold=Optional.empty | 20 | maxCountThreshold=Optional[20]
      HISTORY_CLEANUP_FAILED_LIMIT | failedLimit=3 | 0 | failedLimit=0
      HISTORY_CLEANUP_MANUAL | manualIncluded=false | true | manualIncluded=true
      HISTORY_CLEANUP_ORPHANS_AFTER | orphansAfter=Optional.empty | 30 d | orphansAfter=Optional[PT720H]
      LEADER_ELECTION | lease=Optional[LeaseSettings[ | False | lease=Optional.empty
      LEASE_NAMESPACE | namespace=, | leases | namespace=leases,
      LEASE_NAME | name=tidemark, | orders | name=orders,
      LEASE_DURATION | duration=PT15S | 1 min | duration=PT1M
      WORKER_MAX_CONCURRENT_ACTIVITIES | maxConcurrentActivities=2000 | 50 | maxConcurrentActivities=50
      METRICS_LIMIT | metricsLimit=200 | 50 | metricsLimit=50
      LOG_FORMAT | format=JSON | TEXT | format=TEXT
      LOG_LEVEL | level=INFO | warn | level=WARN
      """;

  @TempDir private Path directory;

  @ParameterizedTest(name = "{0}")
  @MethodSource("settings")
  void eachSettingIsItsPartOfTheConfiguration(
      String variable, String byDefault, String value, String set) {
    var environment = new HashMap<>(Map.of(URL_TEMPLATE, "https://flink.example"));
    environment.put(variable, value);

    assertThat(TidemarkConfiguration.load(Map.of()).toString()).contains(byDefault);
    assertThat(TidemarkConfiguration.load(environment).toString())
        .contains(set)
        .doesNotContain(byDefault);
  }

  @Test
  void theTableHasEachSetting() {
    assertThat(settings().map(row -> row.get()[0]))
        .containsExactlyElementsOf(
            Settings.ALL.stream().map(Setting::environmentName).collect(Collectors.toList()));
  }

  private static Stream<Arguments> settings() {
    return SETTINGS.lines().map(line -> arguments((Object[]) ("TIDEMARK_" + line).split(" [|] ")));
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

    assertThat(configuration.namespaces().everywhere().names()).containsExactly("team-a", "team-b");
    assertThat(configuration.server().httpPort()).isEqualTo(9090);
    assertThat(configuration.server().log().level()).isEqualTo(Level.DEBUG);
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

    assertThat(configuration.namespaces().everywhere().names()).containsExactly("team-a", "team-b");
    assertThat(configuration.flink().endpoints().template()).isEqualTo("http://{name}:{port}/a=b");
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
    assertThat(configuration.server().log()).isEqualTo(new LogSettings(Format.TEXT, Level.WARN));
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
            "TIDEMARK_SOMETHING_ELSE (environment) is not a setting; docs/reference/configuration.md lists"
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
        "TIDEMARK_WATCH_NAMESPACE_SELECTOR | team=a",
        "TIDEMARK_WATCH_LABEL_SELECTOR | team=a",
        "TIDEMARK_WATCH_LABEL_SELECTOR | {matchLabels: {team: a b}}",
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
        "TIDEMARK_HISTORY_CLEANUP_MAX_AGE | 0",
        "TIDEMARK_HISTORY_CLEANUP_MAX_COUNT | 0",
        "TIDEMARK_CHECKPOINT_TYPE | SOME",
        "TIDEMARK_SAVEPOINT_FORMAT_TYPE | UNKNOWN",
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

  @Test
  @DisplayName("S8 namespaces that are chosen by name and by label stop the start")
  void namespacesAreChosenInOneWay() {
    assertThat(
            problems(
                Map.of(
                    "TIDEMARK_WATCH_NAMESPACES",
                    "team-a,team-b",
                    "TIDEMARK_WATCH_NAMESPACE_SELECTOR",
                    "{matchLabels: {team: a}}")))
        .containsExactly(
            "tidemark.watch.namespaces=team-a,team-b and tidemark.watch-namespace-selector=team=a"
                + " exclude each other: set only one of them");
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

    assertThat(configuration.cleanup().enabled()).isEqualTo(enabled);
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

    assertThat(configuration.flink().timings().callTimeout()).isEqualTo(duration);
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
