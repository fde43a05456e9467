package io.tidemark.flink;

import static io.tidemark.flink.FlinkActivitiesFixture.NOW;
import static io.tidemark.flink.FlinkBodies.JOB;
import static io.tidemark.flink.FlinkBodies.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidemark.flink.access.FlinkSecrets;
import io.tidemark.flink.access.SecretContents;
import io.tidemark.flink.access.UnusableSecretException;
import io.tidemark.workflow.flink.FlinkErrorCategory;
import io.tidemark.workflow.flink.FlinkJob;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * A cluster that asks for certificates or credentials, and the Secrets that have them, or do not.
 */
class ClusterAccessTest {
  private static final String TLS = "flink-tls";
  private static final String AUTH = "flink-auth";

  private final TestAuthority authority = new TestAuthority();
  private final Map<String, Map<String, String>> secrets = new HashMap<>();
  private final MockWebServer server = new MockWebServer();
  private Instant now = NOW;
  private int reads;

  @BeforeEach
  void start() throws IOException {
    server.useHttps(authority.server("localhost").sslSocketFactory());
    server.start();
    secrets.put(TLS, authority.secret("tidemark"));
    secrets.put(AUTH, new HashMap<>(Map.of("token", "opensesame\n")));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  @DisplayName("S4 a client certificate that the server requires is shown")
  void mutualTls() throws InterruptedException {
    server.requireClientAuth();
    var cluster = cluster(TLS, null);

    ask(cluster);

    assertThat(shown(request())).isEqualTo("CN=tidemark");
  }

  @Test
  @DisplayName(
      "S4 R8 a CA that did not issue the server's certificate is a TLS error, until it is replaced")
  void wrongAuthority() {
    var right = secrets.put(TLS, new TestAuthority().secret("tidemark"));
    var cluster = cluster(TLS, null);

    var broken = broken(cluster);
    secrets.put(TLS, right);
    now = now.plusSeconds(1);
    ask(cluster);

    assertThat(RetryableFailures.category(broken)).isEqualTo(FlinkErrorCategory.TLS_ERROR);
    assertThat(broken).hasMessageContaining("PKIX path");
  }

  @Test
  @DisplayName(
      "S4 R8 without the certificate that the server requires there is no answer, until it is there")
  void noClientCertificate() {
    server.requireClientAuth();
    var complete = secrets.put(TLS, authority.secret("tidemark"));
    secrets.put(TLS, Map.of("ca.crt", complete.get("ca.crt")));
    var cluster = cluster(TLS, null);

    var broken = broken(cluster);
    secrets.put(TLS, complete);
    now = now.plusSeconds(1);
    ask(cluster);

    assertThat(RetryableFailures.category(broken))
        .isIn(FlinkErrorCategory.TLS_ERROR, FlinkErrorCategory.FLINK_UNREACHABLE);
  }

  @Test
  @DisplayName("S4 a certificate of another host is a TLS error")
  void anotherHost() {
    server.useHttps(authority.server("other-rest.shop").sslSocketFactory());

    var broken = broken(cluster(TLS, null));

    assertThat(RetryableFailures.category(broken)).isEqualTo(FlinkErrorCategory.TLS_ERROR);
    assertThat(broken)
        .hasMessageContainingAll("localhost not verified", "other-rest.shop")
        .hasMessageNotContaining("\n");
  }

  @Test
  @DisplayName("S4 a certificate that was replaced is shown within half a minute")
  void replacedCertificate() throws InterruptedException {
    server.requireClientAuth();
    var cluster = cluster(TLS, null);
    ask(cluster);

    secrets.put(TLS, authority.secret("tidemark-2"));
    now = now.plusSeconds(30);
    ask(cluster);

    assertThat(shown(request())).isEqualTo("CN=tidemark");
    assertThat(shown(request())).isEqualTo("CN=tidemark-2");
  }

  @Test
  @DisplayName("S4 a Secret that has not changed keeps its connections, and is seldom read")
  void unchanged() throws InterruptedException {
    var cluster = cluster(TLS, null);

    ask(cluster);
    now = now.plusSeconds(29);
    ask(cluster);
    now = now.plusSeconds(1);
    ask(cluster);

    assertThat(reads).isEqualTo(2);
    assertThat(request().getConnectionIndex()).isEqualTo(request().getConnectionIndex());
    assertThat(request().getExchangeIndex()).isEqualTo(2);
  }

  @Test
  @DisplayName("S4 a token is sent, and a new one as soon as the old one is refused")
  void replacedToken() throws InterruptedException {
    var cluster = cluster(TLS, AUTH);
    ask(cluster);

    secrets.put(AUTH, Map.of("token", "newsesame"));
    now = now.plusSeconds(1);
    var broken = broken(cluster, answer(401, "who are you?"));
    ask(cluster);

    assertThat(broken.status()).isEqualTo(401);
    assertThat(sent(request())).isEqualTo("Bearer opensesame");
    assertThat(sent(request())).isEqualTo("Bearer opensesame");
    assertThat(sent(request())).isEqualTo("Bearer newsesame");
  }

  @Test
  @DisplayName("S4 user name and password are sent as basic credentials")
  void basic() throws InterruptedException {
    secrets.put(AUTH, Map.of("username", "aladdin", "password", "opensesame"));

    ask(cluster(TLS, AUTH));

    assertThat(sent(request())).isEqualTo("Basic YWxhZGRpbjpvcGVuc2VzYW1l");
  }

  @Test
  @DisplayName("S4 credentials do not follow a redirect")
  void redirect() {
    var elsewhere =
        new MockResponse.Builder()
            .code(302)
            .setHeader("Location", server.url("/elsewhere"))
            .build();

    var broken = broken(cluster(TLS, AUTH), elsewhere);

    assertThat(RetryableFailures.category(broken)).isEqualTo(FlinkErrorCategory.UNEXPECTED_ANSWER);
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  @DisplayName("S4 R8 a Secret that is not there is named, and used once it is")
  void missing() {
    var tls = secrets.remove(TLS);
    var cluster = cluster(TLS, null);

    var broken = broken(cluster);
    secrets.put(TLS, tls);
    ask(cluster);

    assertThat(RetryableFailures.category(broken)).isEqualTo(FlinkErrorCategory.SECRET_ERROR);
    assertThat(broken)
        .hasMessage("GET %s: Secret shop/flink-tls does not exist", server.url("/jobs/overview"));
  }

  private void ask(ClusterConnection cluster) {
    server.enqueue(answer(200, "{\"jobs\":[]}"));
    assertThat(client(cluster).job(JOB)).isEmpty();
  }

  private FlinkRestException broken(ClusterConnection cluster) {
    return catchThrowableOfType(FlinkRestException.class, () -> client(cluster).job(JOB));
  }

  private FlinkRestException broken(ClusterConnection cluster, MockResponse answer) {
    server.enqueue(answer);
    return broken(cluster);
  }

  private static FlinkRestClient client(ClusterConnection cluster) {
    return cluster.client(Duration.ofSeconds(20));
  }

  private ClusterConnection cluster(String tls, String auth) {
    var job = new FlinkJob("shop", "orders", server.getPort(), JOB).withSecrets(tls, auth);
    var base = new FlinkEndpoints("http://localhost:{port}").of(job);
    var access = new FlinkSecrets(this::read, "", "").of(job);
    return new ClusterConnection(base, access, new OkHttpClient(), () -> now);
  }

  private SecretContents read(String namespace, String name) throws UnusableSecretException {
    var words = "Secret " + namespace + "/" + name;
    reads++;
    if (!secrets.containsKey(name)) {
      throw new UnusableSecretException(words + " does not exist");
    }
    return new SecretContents(words, secrets.get(name));
  }

  private RecordedRequest request() throws InterruptedException {
    return server.takeRequest(10, TimeUnit.SECONDS);
  }

  private static String shown(RecordedRequest request) {
    return request.getHandshake().peerPrincipal().getName();
  }

  private static String sent(RecordedRequest request) {
    return request.getHeaders().get("Authorization");
  }
}
