package io.tidemark.flink.job;

import io.temporal.failure.ApplicationFailure;
import io.tidemark.workflow.flink.FlinkErrorCategory;
import io.tidemark.workflow.job.Program;
import io.tidemark.workflow.model.ReadableLine;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.function.LongConsumer;
import okhttp3.Dns;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Downloads jars by HTTP within the limits of {@link JarSettings}. Each redirect is checked as the
 * first URL is. What the server answers for certain makes a jar invalid; everything else is an
 * outage, which Temporal retries.
 */
final class JarDownload {
  private static final int LONGEST_CHAIN = 5;
  private static final int BUFFER = 1 << 16;
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final Set<Integer> TRANSIENT =
      Set.of(HttpURLConnection.HTTP_CLIENT_TIMEOUT, 425, 429);
  private static final HexFormat HEX = HexFormat.of();

  private final OkHttpClient http;
  private final Dns resolver;
  private final JarSettings settings;

  /**
   * Creates the downloads.
   *
   * @param http its connections and TLS settings are used
   * @param timeout for a connection, and between two bytes
   */
  JarDownload(OkHttpClient http, Dns resolver, JarSettings settings, Duration timeout) {
    this.resolver = resolver;
    this.settings = settings;
    this.http =
        http.newBuilder()
            .proxy(Proxy.NO_PROXY) // A proxy would resolve the host by itself.
            .followRedirects(false)
            .followSslRedirects(false)
            .retryOnConnectionFailure(false)
            .connectTimeout(timeout)
            .readTimeout(timeout)
            .callTimeout(LONGEST)
            .build();
  }

  /**
   * Downloads a program's jar into a file.
   *
   * @param passed is given the number of bytes so far
   * @throws InvalidJarException if the jar cannot be used
   */
  void download(Program program, String jarUri, Path target, LongConsumer passed) {
    var first = url(jarUri);
    var url = first;
    for (var hop = 0; hop <= LONGEST_CHAIN; hop++) {
      try (var answer = get(url, first, program)) {
        if (!answer.isRedirect()) {
          save(program, answer, target, passed);
          return;
        }
        url = redirected(url, answer);
      } catch (PublicAddresses.ForbiddenAddressException forbidden) {
        throw invalid(url, String.valueOf(forbidden.getMessage()));
      } catch (IOException noAnswer) {
        throw unreachable(url, noAnswer.getClass().getSimpleName() + ": " + noAnswer.getMessage());
      }
    }
    throw invalid(first, "more than %d redirects".formatted(LONGEST_CHAIN));
  }

  private Response get(HttpUrl url, HttpUrl first, Program program) throws IOException {
    var addresses = new PublicAddresses(resolver, settings, url);
    if (isAddress(url.host())) {
      addresses.lookup(url.host()); // OkHttp resolves names only.
    }
    var request = new Request.Builder().url(url);
    if (sameServer(url, first)) {
      program.headers().forEach(request::header);
    }
    return http.newBuilder().dns(addresses).build().newCall(request.build()).execute();
  }

  private static boolean isAddress(String host) {
    return host.contains(":") || host.matches("[0-9.]+");
  }

  private static boolean sameServer(HttpUrl url, HttpUrl other) {
    return url.scheme().equals(other.scheme())
        && url.host().equals(other.host())
        && url.port() == other.port();
  }

  private HttpUrl redirected(HttpUrl from, Response answer) {
    var location = answer.header("Location");
    if (location == null) {
      throw invalid(from, "HTTP %d without a location".formatted(answer.code()));
    }
    var relative = from.resolve(location);
    return relative == null ? url(location) : url(relative.toString());
  }

  private HttpUrl url(String text) {
    var colon = text.indexOf(':');
    var scheme = colon < 0 ? "" : text.substring(0, colon).toLowerCase(Locale.ROOT);
    if (!settings.allowedSchemes().contains(scheme)) {
      throw new InvalidJarException(
          "jar %s: the scheme \"%s\" is not one of %s (%s)"
              .formatted(
                  JarUrl.withoutQuery(text),
                  scheme,
                  settings.allowedSchemes().stream().sorted().toList(),
                  JarSettings.ALLOWED_SCHEMES));
    }
    var url = HttpUrl.parse(text);
    if (url == null) {
      throw new InvalidJarException("jar %s: not a URL".formatted(JarUrl.withoutQuery(text)));
    }
    return url;
  }

  private void save(Program program, Response answer, Path target, LongConsumer passed)
      throws IOException {
    var url = answer.request().url();
    requireSuccess(url, answer.code());
    requireSize(url, answer.body().contentLength());
    var digest = sha256();
    try (var in = answer.body().byteStream();
        var out = Files.newOutputStream(target)) {
      var buffer = new byte[BUFFER];
      var size = 0L;
      for (var read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        size += read;
        requireSize(url, size);
        digest.update(buffer, 0, read);
        out.write(buffer, 0, read);
        passed.accept(size);
      }
    }
    requireDigest(url, program, HEX.formatHex(digest.digest()));
  }

  private static void requireSuccess(HttpUrl url, int status) {
    if (status >= 500 || TRANSIENT.contains(status)) {
      throw unreachable(url, "HTTP " + status);
    }
    if (status != HttpURLConnection.HTTP_OK) {
      throw invalid(url, "HTTP " + status);
    }
  }

  private void requireSize(HttpUrl url, long size) {
    if (size > settings.maxSize()) {
      throw invalid(
          url, "larger than %d bytes (%s)".formatted(settings.maxSize(), JarSettings.MAX_SIZE));
    }
  }

  private static void requireDigest(HttpUrl url, Program program, String actual) {
    var expected = program.sha256();
    if (expected != null && !actual.equalsIgnoreCase(expected.strip())) {
      throw invalid(
          url,
          "its SHA-256 is %s, but annotation tidemark.io/jar-sha256 is %s"
              .formatted(actual, expected));
    }
  }

  private static InvalidJarException invalid(HttpUrl url, String reason) {
    return new InvalidJarException(message(url, reason));
  }

  private static ApplicationFailure unreachable(HttpUrl url, String reason) {
    return ApplicationFailure.newFailure(
        message(url, reason), FlinkErrorCategory.JAR_UNREACHABLE.name());
  }

  private static String message(HttpUrl url, String reason) {
    return ReadableLine.of("jar %s: %s".formatted(JarUrl.withoutQuery(url.toString()), reason));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JVM has SHA-256", impossible);
    }
  }
}
