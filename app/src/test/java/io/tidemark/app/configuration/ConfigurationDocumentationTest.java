package io.tidemark.app.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Keeps docs/configuration.md true. To write the tables anew: {@code mvn test -pl app -am
 * -Dtidemark.docs.write=true -Dtest=ConfigurationDocumentationTest
 * -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class ConfigurationDocumentationTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "configuration.md");
  private static final boolean WRITE = Boolean.getBoolean("tidemark.docs.write");

  /**
   * Changing a default is a change for users: it belongs here, into the documentation and the
   * change log.
   */
  @Test
  void theDefaultsAreThese() {
    assertThat(
            Setting.ALL.stream()
                .map(setting -> setting.environmentName() + "=" + setting.defaultText())
                .collect(Collectors.joining("\n")))
        .isEqualTo(
            """
            TIDEMARK_MODE=companion
            TIDEMARK_WATCH_NAMESPACES=
            TIDEMARK_TASK_QUEUE=tidemark
            TIDEMARK_FLINK_REST_URL_TEMPLATE=http://{name}-rest.{namespace}:{port}
            TIDEMARK_FLINK_REQUEST_TIMEOUT=10 s
            TIDEMARK_FLINK_POLL_INTERVAL=2 s
            TIDEMARK_FLINK_STORE_DURATION=5 min
            TIDEMARK_FLINK_TLS_DIRECTORY=
            TIDEMARK_FLINK_AUTH_DIRECTORY=
            TIDEMARK_HTTP_PORT=8080
            TIDEMARK_SNAPSHOT_START_DEADLINE=10 min
            TIDEMARK_SNAPSHOT_DISPOSAL_DEADLINE=10 min
            TIDEMARK_SNAPSHOT_MAX_JOB_RESTARTS=3
            TIDEMARK_SAVEPOINT_ALLOWED_PREFIXES=
            TIDEMARK_SAVEPOINT_DIRECTORY_PER_ATTEMPT=false
            TIDEMARK_TIME_ZONE=UTC
            TIDEMARK_PERIODIC_CATCH_UP_WINDOW=10 min
            TIDEMARK_SWEEP_INTERVAL=1 min
            TIDEMARK_HISTORY_CLEANUP_ENABLED=
            TIDEMARK_HISTORY_CLEANUP_INTERVAL=5 min
            TIDEMARK_HISTORY_CLEANUP_MAX_AGE_THRESHOLD=
            TIDEMARK_HISTORY_CLEANUP_MAX_COUNT_THRESHOLD=
            TIDEMARK_HISTORY_CLEANUP_FAILED_LIMIT=3
            TIDEMARK_HISTORY_CLEANUP_MANUAL=false
            TIDEMARK_LEADER_ELECTION=true
            TIDEMARK_LEASE_NAMESPACE=
            TIDEMARK_LEASE_NAME=tidemark
            TIDEMARK_LEASE_DURATION=15 s
            TIDEMARK_WORKER_MAX_CONCURRENT_ACTIVITIES=2000
            TIDEMARK_METRICS_LIMIT=200
            TIDEMARK_LOG_FORMAT=json
            TIDEMARK_LOG_LEVEL=info""");
  }

  @Test
  void everyKeyHasThePrefix() {
    assertThat(Setting.ALL).allMatch(setting -> setting.key().startsWith("tidemark."));
  }

  @Test
  void theDocumentedTablesAreTheSettings() throws IOException {
    var document = Files.readString(DOCUMENT);
    var expected =
        replace(
            replace(document, "settings", ConfigurationTable.settings()),
            "standard variables",
            ConfigurationTable.standardVariables());
    if (WRITE) {
      Files.writeString(DOCUMENT, expected);
      return;
    }

    assertThat(document)
        .as("%s is stale; write it anew with -Dtidemark.docs.write=true:%n%s", DOCUMENT, expected)
        .isEqualTo(expected);
  }

  private static String replace(String document, String name, String table) {
    var begin = "<!-- begin generated: " + name + " -->";
    var end = "<!-- end generated: " + name + " -->";
    assertThat(document).contains(begin, end);
    return Pattern.compile(Pattern.quote(begin) + ".*" + Pattern.quote(end), Pattern.DOTALL)
        .matcher(document)
        .replaceFirst(Matcher.quoteReplacement(begin + "\n\n" + table + "\n\n" + end));
  }
}
