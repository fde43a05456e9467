package io.tidemark.flink;

import static io.tidemark.flink.FlinkBodies.JOB;
import static io.tidemark.flink.FlinkBodies.SAVEPOINT_COMPLETED;
import static io.tidemark.flink.FlinkBodies.TRIGGER;
import static io.tidemark.flink.FlinkBodies.answer;
import static io.tidemark.flink.FlinkBodies.errors;
import static io.tidemark.flink.FlinkBodies.reply;
import static io.tidemark.workflow.flink.FlinkErrorCategory.FLINK_ERROR;
import static io.tidemark.workflow.flink.FlinkErrorCategory.FLINK_UNREACHABLE;
import static io.tidemark.workflow.flink.FlinkErrorCategory.TLS_ERROR;
import static io.tidemark.workflow.flink.FlinkErrorCategory.UNEXPECTED_ANSWER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidemark.workflow.flink.FlinkErrorCategory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Calls without an answer that Flink's REST API defines. */
class RetryableFailuresTest {
  private static final String PAGE = "<html><body>Sign in</body></html>";

  private final MockWebServer server = new MockWebServer();

  private record Call(String name, Consumer<FlinkRestClient> action) {
    @Override
    public String toString() {
      return name;
    }
  }

  private record Answer(String name, MockResponse response, FlinkErrorCategory category) {
    @Override
    public String toString() {
      return name;
    }
  }

  @BeforeEach
  void start() throws IOException {
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static Stream<Call> calls() {
    return Stream.of(
        new Call("version", FlinkRestClient::flinkVersion),
        new Call("job", flink -> flink.job(JOB)),
        new Call("savepoint", flink -> flink.triggerSavepoint(JOB, TRIGGER, "/d", "NATIVE")),
        new Call("savepoint status", flink -> flink.savepointStatus(JOB, TRIGGER)),
        new Call("checkpoint", flink -> flink.triggerCheckpoint(JOB, TRIGGER, null)),
        new Call("checkpoint status", flink -> flink.checkpointStatus(JOB, TRIGGER)),
        new Call("checkpoint path", flink -> flink.checkpoint(JOB, 17)),
        new Call("disposal", flink -> flink.dispose("/d/sp")),
        new Call("disposal status", flink -> flink.disposalStatus(TRIGGER)));
  }

  private static Stream<Answer> answers() {
    var body = reply(200, SAVEPOINT_COMPLETED);
    return Stream.of(
        new Answer(
            "leader election",
            answer(
                503, errors("Service temporarily unavailable due to an ongoing leader election.")),
            FLINK_ERROR),
        new Answer("a gateway's page", answer(502, PAGE), FLINK_ERROR),
        new Answer(
            "an unexpected 500",
            answer(500, errors("Internal server error.", "java.lang.IllegalStateException: x")),
            FLINK_ERROR),
        new Answer("409", answer(409, errors("Conflict.")), FLINK_ERROR),
        new Answer("403", answer(403, errors("Forbidden.")), FLINK_ERROR),
        new Answer("a login page", answer(200, PAGE), UNEXPECTED_ANSWER),
        new Answer("a page for a wrong request", answer(400, PAGE), UNEXPECTED_ANSWER),
        new Answer("nothing", answer(200, ""), UNEXPECTED_ANSWER),
        new Answer("null", answer(200, "null"), UNEXPECTED_ANSWER),
        new Answer("another API's JSON", answer(200, "{\"ok\":true}"), UNEXPECTED_ANSWER),
        new Answer("a list", answer(200, "[]"), UNEXPECTED_ANSWER),
        new Answer(
            "a dropped body",
            body.clone().onResponseBody(new SocketEffect.CloseSocket()).build(),
            FLINK_UNREACHABLE),
        new Answer(
            "a dropped request",
            body.clone().onRequestStart(new SocketEffect.CloseSocket()).build(),
            FLINK_UNREACHABLE));
  }

  private static Stream<Arguments> brokenCalls() {
    return calls().flatMap(call -> answers().map(answer -> Arguments.of(call, answer)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("brokenCalls")
  @DisplayName("R8 a broken call has no known outcome, and the client does not repeat it")
  void throwsOnce(Call call, Answer answer) {
    server.enqueue(answer.response());

    var broken = broken(server.url("/"), call);

    assertThat(RetryableFailures.category(broken)).isEqualTo(answer.category());
    assertThat(server.getRequestCount()).isEqualTo(1);
    assertThat(broken)
        .hasMessageMatching("(GET|POST) " + server.url("/") + ".*")
        .hasMessageNotContainingAny("\n", "<", "Exception", "{");
  }

  @ParameterizedTest
  @MethodSource("calls")
  @DisplayName("R8 a stall before or within the answer ends with the call time-out")
  void stalls(Call call) {
    var stall = SocketEffect.Stall.INSTANCE;
    server.enqueue(reply(200, SAVEPOINT_COMPLETED).onResponseStart(stall).build());
    server.enqueue(reply(200, SAVEPOINT_COMPLETED).onResponseBody(stall).build());

    for (var i = 0; i < 2; i++) {
      assertThat(broken(server.url("/"), call, Duration.ofMillis(200)))
          .extracting(RetryableFailures::category)
          .isEqualTo(FLINK_UNREACHABLE);
    }
    assertThat(server.getRequestCount())
        .as("each call is sent once, or its time is over before a busy machine sends it")
        .isLessThanOrEqualTo(2);
  }

  @ParameterizedTest
  @MethodSource("calls")
  @DisplayName("R8 a refused connection counts as an unreachable Flink")
  void refusedConnection(Call call) {
    var url = server.url("/");
    server.close();

    var broken = broken(url, call);

    assertThat(RetryableFailures.category(broken)).isEqualTo(FLINK_UNREACHABLE);
    assertThat(broken.status()).isNull();
    assertThat(broken).hasMessageContaining(url.toString());
  }

  @Test
  @DisplayName("R8 a failed TLS handshake has a category of its own")
  void failedHandshake() throws GeneralSecurityException {
    var withoutCertificate = SSLContext.getInstance("TLS");
    withoutCertificate.init(null, null, null);
    server.useHttps(withoutCertificate.getSocketFactory());

    var broken = broken(server.url("/"), new Call("job", flink -> flink.job(JOB)));

    assertThat(RetryableFailures.category(broken)).isEqualTo(TLS_ERROR);
  }

  @Test
  @DisplayName("S4 an answer that is longer than any of Flink's is not kept")
  void endlessAnswer() {
    server.enqueue(answer(200, "x".repeat((16 << 20) + 1)));

    var broken = broken(server.url("/"), new Call("job", flink -> flink.job(JOB)));

    assertThat(RetryableFailures.category(broken)).isEqualTo(UNEXPECTED_ANSWER);
    assertThat(broken).hasMessageEndingWith("HTTP 200, an answer longer than 16 MiB");
  }

  @Test
  @DisplayName("S4 W5 whatever a server says, a history keeps one line of it")
  void chatter() {
    server.enqueue(
        new MockResponse.Builder().status("HTTP/5 " + "chatter ".repeat(20_000)).build());

    var broken = broken(server.url("/"), new Call("job", flink -> flink.job(JOB)));

    assertThat(broken.getMessage()).contains("chatter").hasSizeLessThan(600);
    assertThat(RetryableFailures.of(broken)).hasNoCause();
  }

  @Test
  @DisplayName(
      "S4 R8 a connection that breaks in the TLS handshake is a TLS error, as of a refused certificate")
  void brokenHandshake() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var closing = CompletableFuture.runAsync(() -> acceptAndClose(socket));
      var url = HttpUrl.get("https://127.0.0.1:" + socket.getLocalPort());

      var broken = broken(url, new Call("job", flink -> flink.job(JOB)));

      assertThat(RetryableFailures.category(broken)).isEqualTo(TLS_ERROR);
      assertThat(broken).hasMessageContaining("no answer: ");
      closing.join();
    }
  }

  private static void acceptAndClose(ServerSocket socket) {
    try (var accepted = socket.accept()) {
      assertThat(accepted.getInputStream().read()).isNotNegative();
      accepted.setSoLinger(true, 0); // a reset, not an orderly end
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @MethodSource("endedWithoutAResult")
  @DisplayName("R8 COMPLETED without a result is not a completed snapshot")
  void endedWithoutAResult(String body) {
    server.enqueue(answer(200, body));

    var broken =
        broken(server.url("/"), new Call("s", flink -> flink.savepointStatus(JOB, TRIGGER)));

    assertThat(RetryableFailures.category(broken)).isEqualTo(UNEXPECTED_ANSWER);
  }

  private static Stream<String> endedWithoutAResult() {
    return Stream.of(
        "{\"status\":{\"id\":\"COMPLETED\"},\"operation\":null}",
        "{\"status\":{\"id\":\"COMPLETED\"},\"operation\":{}}",
        "{\"status\":{\"id\":\"COMPLETED\"},\"operation\":{\"location\":\"\"}}",
        "{\"status\":{\"id\":\"COMPLETED\"},\"operation\":{\"checkpointId\":14}}",
        "{\"status\":{\"id\":\"DONE\"},\"operation\":{}}",
        "{\"status\":{},\"operation\":{}}");
  }

  @Test
  @DisplayName("R15 a disposal that Flink no longer knows has no known outcome")
  void forgottenDisposal() {
    server.enqueue(
        answer(
            404,
            errors(
                "org.apache.flink.runtime.rest.NotFoundException: Operation not found under key: x.OperationKey@14c\n")));

    var broken = broken(server.url("/"), new Call("d", flink -> flink.disposalStatus(TRIGGER)));

    assertThat(RetryableFailures.category(broken)).isEqualTo(FLINK_ERROR);
    assertThat(broken.isClientError()).isTrue();
  }

  private static FlinkRestException broken(HttpUrl url, Call call) {
    return broken(url, call, Duration.ofSeconds(10));
  }

  private static FlinkRestException broken(HttpUrl url, Call call, Duration callTimeout) {
    var flink = new FlinkRestClient(new OkHttpClient(), url, callTimeout);
    return catchThrowableOfType(FlinkRestException.class, () -> call.action().accept(flink));
  }
}
