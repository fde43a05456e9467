package io.tidemark.e2e;

import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A response of {@code /metrics}.
 *
 * @param text in the format of Prometheus
 */
record Scrape(String text) {
  private static final Pattern SAMPLE = Pattern.compile("(?m)^(\\w+)(?:\\{(.*)})? \\S+$");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");

  /** The series whose names begin like this. */
  Set<String> series(String prefix) {
    return samples()
        .map(sample -> sample.group().replaceAll(" \\S+$", ""))
        .filter(series -> series.startsWith(prefix))
        .collect(Collectors.toSet());
  }

  /** The names of all metrics. */
  Set<String> names() {
    return samples().map(sample -> sample.group(1)).collect(Collectors.toSet());
  }

  /** The labels that a metric has. */
  Stream<String> labels(String name) {
    return samples()
        .filter(sample -> sample.group(1).equals(name) && sample.group(2) != null)
        .flatMap(sample -> LABEL.matcher(sample.group(2)).results())
        .map(label -> label.group(1));
  }

  private Stream<MatchResult> samples() {
    return SAMPLE.matcher(text).results();
  }
}
