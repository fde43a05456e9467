package io.tidemark.bench;

import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Metrics in Prometheus' text format.
 *
 * @param text as a server shows it
 */
record PrometheusText(String text) {
  private static final Pattern SAMPLE = Pattern.compile("(?m)^(\\w+)(?:\\{(.*)})? (\\S+)$");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

  /**
   * One value of a metric.
   *
   * @param labels by name
   */
  record Sample(Map<String, String> labels, double value) {
    String label(String name) {
      return labels.getOrDefault(name, "");
    }
  }

  /** The values of a metric, added up by a name that is made of their labels. */
  Counts count(String metric, Predicate<Sample> which, Function<Sample, String> name) {
    return new Counts(
        samples(metric)
            .filter(which)
            .collect(Collectors.groupingBy(name, Collectors.summingDouble(Sample::value))));
  }

  private Stream<Sample> samples(String metric) {
    return SAMPLE
        .matcher(text)
        .results()
        .filter(sample -> sample.group(1).equals(metric))
        .map(
            sample ->
                new Sample(
                    labels(Objects.requireNonNullElse(sample.group(2), "")),
                    Double.parseDouble(sample.group(3))));
  }

  private static Map<String, String> labels(String text) {
    return LABEL
        .matcher(text)
        .results()
        .collect(Collectors.toMap(label -> label.group(1), label -> label.group(2)));
  }
}
