package io.tidemark.app.telemetry;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.kubernetes.jobstatus.UnclaimedJobs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Keeps docs/reference/metrics.md true: users alert by what it says. */
class MetricsDocumentationTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "reference", "metrics.md");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `(tidemark_\\w+)` \\| (\\w+) \\| ([^|]*) \\| [^|]+ \\|$");
  private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (tidemark_\\w+) (\\w+)$");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");

  @Test
  void everyMetricIsDocumentedWithItsTypeAndLabels() throws IOException {
    assertThat(documented()).as("the rows of %s, by name", DOCUMENT).isEqualTo(scraped());
  }

  private static List<String> documented() throws IOException {
    return ROW.matcher(Files.readString(DOCUMENT))
        .results()
        .map(row -> row.group(1) + " " + row.group(2) + " " + row.group(3).replace("`", ""))
        .map(String::strip)
        .toList();
  }

  private static List<String> scraped() {
    try (var metrics = new Metrics()) {
      metrics.events();
      metrics.activities();
      metrics.changes();
      metrics.watch(Optional::empty, () -> Duration.ZERO, Clock.systemUTC(), 1);
      var unclaimed = new UnclaimedJobs("flink", "session", List.of());
      metrics.unclaimedJobs(() -> Optional.of(List.of(unclaimed)), 1);
      metrics.heldChanges(OptionalLong::empty);
      metrics.readiness(() -> Map.of("start", true));
      var statistics =
          StatisticsFixture.of(
              Map.of(StatisticsFixture.completed("flink"), 1L),
              StatisticsFixture.overdue("orders"));
      new SnapshotMeters(metrics.registry(), 1).show(Optional.of(statistics));
      var text = metrics.text();
      return TYPE.matcher(text)
          .results()
          .map(it -> it.group(1) + " " + it.group(2) + " " + labels(text, it.group(1)))
          .map(String::strip)
          .sorted()
          .toList();
    }
  }

  private static String labels(String text, String metric) {
    var names = new TreeSet<String>();
    Pattern.compile("(?m)^" + metric + "(_bucket)?\\{(.*)} \\S+$")
        .matcher(text)
        .results()
        .flatMap(sample -> LABEL.matcher(sample.group(2)).results())
        .forEach(label -> names.add(label.group(1)));
    names.remove("le");
    return names.stream().collect(joining(", "));
  }
}
