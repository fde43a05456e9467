package io.tidemark.e2e;

import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An expression of PromQL, as an alert or a dashboard has it. What it names is found by its form: a
 * metric begins like one of ours, of the Temporal SDK's or of the JVM's; a label stands before a
 * matcher, or in brackets after {@code by}.
 *
 * @param text with the variables of Grafana replaced
 */
record Expression(String text) {
  private static final Pattern METRIC =
      Pattern.compile("\\b(?:tidemark|temporal|jvm|process)_\\w+");
  private static final Pattern MATCHED = Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)\\s*\"");
  private static final Pattern GROUPED = Pattern.compile("\\bby\\s*\\(([^)]*)\\)");

  /** The expression of a panel of Grafana. */
  static Expression ofPanel(String text) {
    return new Expression(text.replace("$__rate_interval", "5m").replace("$namespace", ".*"));
  }

  Set<String> metrics() {
    return METRIC.matcher(text).results().map(it -> it.group()).collect(Collectors.toSet());
  }

  Set<String> labels() {
    var matched = MATCHED.matcher(text).results().map(it -> it.group(1));
    var grouped =
        GROUPED
            .matcher(text)
            .results()
            .flatMap(it -> Arrays.stream(it.group(1).split("\\s*,\\s*")));
    return Stream.concat(matched, grouped).map(String::strip).collect(Collectors.toSet());
  }
}
