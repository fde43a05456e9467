package io.tidemark.flink.job;

import io.tidemark.workflow.model.ReadableLine;
import java.util.regex.Pattern;

/** Names the URL of a jar in messages: without credentials and query, which can be secret. */
final class JarUrl {
  private static final Pattern QUERY = Pattern.compile("[?#].*", Pattern.DOTALL);
  private static final Pattern USER = Pattern.compile("(?<=//)[^/@]*@");

  private JarUrl() {}

  static String withoutQuery(String url) {
    return ReadableLine.of(USER.matcher(QUERY.matcher(url).replaceFirst("")).replaceFirst(""));
  }
}
