package io.tidemark.flink.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.temporal.failure.ApplicationFailure;
import io.tidemark.workflow.flink.FlinkErrorCategory;
import io.tidemark.workflow.job.Program;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import okhttp3.Dns;
import okhttp3.OkHttpClient;
import okio.Buffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class JarDownloadTest {
  private static final byte[] JAR = TestJars.jar("shop.Orders", "shop/Orders.class");

  private final MockWebServer server = new MockWebServer();
  private final AtomicLong passed = new AtomicLong();
  @TempDir private Path directory;
  private Path target;

  @BeforeEach
  void start() throws IOException {
    server.start();
    target = directory.resolve("job.jar");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  @DisplayName("U11 a jar is fetched with the job's own headers")
  void fetches() throws Exception {
    server.enqueue(jar());

    download(url("localhost"), null);

    assertThat(Files.readAllBytes(target)).isEqualTo(JAR);
    assertThat(passed).hasValue(JAR.length);
    assertThat(server.takeRequest().getHeaders().get("Authorization")).isEqualTo("Bearer x");
  }

  @ParameterizedTest
  @CsvSource({
    "ftp://jars/a.jar, ftp",
    "jars/a.jar, the scheme",
    "file:///etc/passwd, file",
    "local:///opt/a.jar, local"
  })
  @DisplayName("U11 a scheme that is not allowed is named with its setting")
  void schemes(String uri, String named) {
    assertThatThrownBy(() -> download(uri, null))
        .isInstanceOf(InvalidJarException.class)
        .hasMessageContaining(named)
        .hasMessageContaining("tidemark.jar.allowed-schemes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "[::1]", "10.0.0.8", "169.254.169.254", "internal"})
  @DisplayName("U11 a host with a private address is refused before it is connected to")
  void privateHosts(String host) {
    assertThatThrownBy(() -> download(url(host), null))
        .isInstanceOf(InvalidJarException.class)
        .hasMessageContaining("is not public")
        .hasMessageContaining("tidemark.jar.allowed-hosts");
    assertThat(server.getRequestCount()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "internal"})
  @DisplayName("U11 a redirect to a private address is refused")
  void redirectToPrivate(String host) {
    server.enqueue(redirect(url(host)));

    assertThatThrownBy(() -> download(url("localhost"), null))
        .isInstanceOf(InvalidJarException.class)
        .hasMessageContaining("is not public");
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  @DisplayName("U11 a redirect to another scheme is refused")
  void redirectToFile() {
    server.enqueue(redirect("file:///etc/passwd"));

    assertThatThrownBy(() -> download(url("localhost"), null))
        .isInstanceOf(InvalidJarException.class)
        .hasMessageContaining("tidemark.jar.allowed-schemes");
  }

  @Test
  @DisplayName("U11 a redirect is followed, without the headers if it leads to another server")
  void redirects() throws Exception {
    server.enqueue(redirect("/moved.jar"));
    server.enqueue(redirect(url("other")));
    server.enqueue(jar());

    download(url("localhost"), null);

    assertThat(Files.readAllBytes(target)).isEqualTo(JAR);
    var unused = server.takeRequest();
    assertThat(server.takeRequest().getHeaders().get("Authorization")).isEqualTo("Bearer x");
    assertThat(server.takeRequest().getHeaders().get("Authorization")).isNull();
  }

  @Test
  @DisplayName("U11 redirects end")
  void endlessRedirects() {
    for (var hop = 0; hop < 6; hop++) {
      server.enqueue(redirect(url("localhost")));
    }

    assertThatThrownBy(() -> download(url("localhost"), null))
        .isInstanceOf(InvalidJarException.class)
        .hasMessageContaining("more than 5 redirects");
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404, 410, 204})
  @DisplayName("U11 a certain answer makes a jar invalid, and names the URL without its query")
  void certainAnswers(int status) {
    server.enqueue(new MockResponse.Builder().code(status).build());

    assertThatThrownBy(() -> download(url("localhost") + "?token=secret", null))
        .isInstanceOf(InvalidJarException.class)
        .hasMessageContaining("http://localhost:" + server.getPort() + "/a.jar: HTTP " + status)
        .hasMessageNotContaining("secret");
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 503})
  @DisplayName("U11 a server in trouble is asked again")
  void serversInTrouble(int status) {
    server.enqueue(new MockResponse.Builder().code(status).build());

    assertUnreachable(url("localhost"), "HTTP " + status);
  }

  @Test
  @DisplayName("U11 a host that does not resolve is asked again")
  void unknownHost() {
    assertUnreachable("http://nowhere/a.jar?token=secret", "jar http://nowhere/a.jar: Unknown");
  }

  @Test
  @DisplayName("U11 a jar that breaks off is asked for again")
  void breaksOff() {
    server.enqueue(jar().newBuilder().onResponseBody(new SocketEffect.CloseSocket()).build());

    assertUnreachable(url("localhost"), "/a.jar");
  }

  @Test
  @DisplayName("U11 a jar over the limit is refused, whether its size is known or not")
  void size() {
    server.enqueue(jar());
    server.enqueue(new MockResponse.Builder().chunkedBody(new Buffer().write(JAR), 16).build());

    for (var call = 0; call < 2; call++) {
      assertThatThrownBy(() -> download(settings(10), url("localhost"), null))
          .isInstanceOf(InvalidJarException.class)
          .hasMessageContaining("larger than 10 bytes (tidemark.jar.max-size)");
    }
  }

  @Test
  @DisplayName("U11 a jar with another SHA-256 is refused")
  void sha256() {
    server.enqueue(jar());

    assertThatThrownBy(() -> download(url("localhost"), "0".repeat(64)))
        .isInstanceOf(InvalidJarException.class)
        .hasMessageContaining("tidemark.io/jar-sha256");
  }

  private void assertUnreachable(String uri, String message) {
    var failure = catchThrowableOfType(ApplicationFailure.class, () -> download(uri, null));
    assertThat(failure.getType()).isEqualTo(FlinkErrorCategory.JAR_UNREACHABLE.name());
    assertThat(failure.isNonRetryable()).isFalse();
    assertThat(failure.getOriginalMessage()).contains(message).doesNotContain("secret");
  }

  private void download(String uri, @Nullable String sha256) {
    download(settings(1 << 20), uri, sha256);
  }

  private void download(JarSettings settings, String uri, @Nullable String sha256) {
    var program =
        new Program(
            uri,
            null,
            List.of(),
            null,
            false,
            Map.of(),
            sha256,
            Map.of("Authorization", "Bearer x"));
    new JarDownload(new OkHttpClient(), JarDownloadTest::resolve, settings, Duration.ofSeconds(10))
        .download(program, uri, target, passed::set);
  }

  private static JarSettings settings(long maxSize) {
    return new JarSettings(
        Set.of("http"),
        List.of(AllowedHost.parse("localhost"), AllowedHost.parse("other")),
        maxSize);
  }

  /** The hosts that are allowed, one that is not, and none that depends on the machine. */
  private static List<InetAddress> resolve(String host) throws UnknownHostException {
    return switch (host) {
      case "localhost", "other", "internal" -> List.of(InetAddress.getLoopbackAddress());
      case "nowhere" -> throw new UnknownHostException("Unknown host " + host);
      default -> Dns.SYSTEM.lookup(host);
    };
  }

  private String url(String host) {
    return "http://%s:%d/a.jar".formatted(host, server.getPort());
  }

  private static MockResponse jar() {
    return new MockResponse.Builder().body(new Buffer().write(JAR)).build();
  }

  private static MockResponse redirect(String location) {
    return new MockResponse.Builder().code(302).setHeader("Location", location).build();
  }
}
