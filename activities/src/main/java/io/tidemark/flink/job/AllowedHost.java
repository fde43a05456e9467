package io.tidemark.flink.job;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/**
 * A host that jars may be fetched from whatever its addresses are.
 *
 * @param host in lower case, without brackets
 * @param port 0 for any port
 */
public record AllowedHost(String host, int port) {
  private static final Pattern WITH_PORT = Pattern.compile(".*[^:]:\\d+|\\[.*]:\\d+");

  public AllowedHost {
    requireNonNull(host, "host is null");
  }

  /**
   * Parses {@code host} or {@code host:port}, an IPv6 address in brackets.
   *
   * @throws IllegalArgumentException for anything else
   */
  public static AllowedHost parse(String text) {
    var url = HttpUrl.get("http://" + text);
    if (!url.encodedPath().equals("/") || url.query() != null || !url.username().isEmpty()) {
      throw new IllegalArgumentException("not a host: " + text);
    }
    return new AllowedHost(url.host(), WITH_PORT.matcher(text).matches() ? url.port() : 0);
  }

  boolean allows(HttpUrl url) {
    return url.host().equals(host) && (port == 0 || port == url.port());
  }
}
