package io.tidemark.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockResponseBody;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSink;
import okio.ByteString;

/**
 * Stands between Tidemark and servers, keeps a log of what reached them, and makes the network as
 * bad as a test needs it: requests chosen by method, path and body are held, lost or refused,
 * before they arrive or after. So a process can be killed at an exact step.
 */
abstract class HttpProxy implements AutoCloseable {
  private static final MockResponse BROKEN =
      new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build();
  private static final Set<String> OF_ONE_CONNECTION =
      Set.of("host", "connection", "content-length", "accept-encoding", "transfer-encoding");
  private static final Logger REQUEST_LINES = Logger.getLogger(MockWebServer.class.getName());

  private final MockWebServer server = PromptSockets.server();
  private final OkHttpClient client;
  private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
  private final List<Predicate<Call>> lostRequests = new CopyOnWriteArrayList<>();
  private final List<Predicate<Call>> lostAnswers = new CopyOnWriteArrayList<>();
  private final List<Hold> heldRequests = new CopyOnWriteArrayList<>();
  private final List<Hold> heldAnswers = new CopyOnWriteArrayList<>();
  private final Queue<okhttp3.Call> watches = new ConcurrentLinkedQueue<>();
  private final List<Refusal> refusals = new CopyOnWriteArrayList<>();

  /**
   * @param client how the servers are called
   */
  HttpProxy(OkHttpClient client) {
    this.client = client;
    REQUEST_LINES.setLevel(Level.WARNING);
    server.setDispatcher(new Forwarding());
    try {
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the address that a request is forwarded to. */
  abstract HttpUrl destination(Call call);

  /** The proxy's own address, without a slash at the end. */
  String address() {
    return "http://127.0.0.1:" + server.getPort();
  }

  /** The requests that reached a server. */
  Stream<Call> calls() {
    return calls.stream();
  }

  /** From now on matching requests wait here before they are sent on. */
  Hold holdRequests(Predicate<Call> matching) {
    return added(heldRequests, new Hold(matching));
  }

  /** From now on matching requests reach their server, and who sent them waits for the answer. */
  Hold holdAnswers(Predicate<Call> matching) {
    return added(heldAnswers, new Hold(matching));
  }

  /** The next matching request does not arrive: its connection breaks. */
  void loseRequest(Predicate<Call> matching) {
    lostRequests.add(matching);
  }

  /** The next matching request arrives, and its connection breaks before the answer. */
  void loseAnswer(Predicate<Call> matching) {
    lostAnswers.add(matching);
  }

  /** From now on matching requests do not arrive and are answered with this status. */
  void refuse(Predicate<Call> matching, int status) {
    refusals.add(new Refusal(matching, refused(status)));
  }

  /** From now on matching requests do not arrive: each connection breaks. */
  void cutOff(Predicate<Call> matching) {
    refusals.add(new Refusal(matching, BROKEN));
  }

  /** Returns the number of requested losses that have not happened yet. */
  int faultsLeft() {
    return lostRequests.size() + lostAnswers.size();
  }

  @Override
  public void close() {
    heldRequests.forEach(Hold::drop);
    heldAnswers.forEach(Hold::drop);
    watches.forEach(okhttp3.Call::cancel);
    server.close();
    client.dispatcher().executorService().shutdown();
    client.connectionPool().evictAll();
  }

  private MockResponse answer(RecordedRequest request) {
    var call = Call.of(request);
    if (!passes(heldRequests, call) || takes(lostRequests, call)) {
      return BROKEN;
    }
    var refusal = refusals.stream().filter(it -> it.matching().test(call)).findFirst();
    if (refusal.isPresent()) {
      return refusal.get().answer();
    }
    var answer = forward(request, call);
    return passes(heldAnswers, call) && !takes(lostAnswers, call) ? answer : BROKEN;
  }

  private MockResponse forward(RecordedRequest request, Call call) {
    if (request.getHeaders().get("Upgrade") != null) {
      return refused(503); // clients then watch by HTTP
    }
    calls.add(call);
    try {
      var sent = client.newCall(sentOn(request, call));
      return call.path().contains("watch=true") ? streamed(sent) : whole(sent.execute());
    } catch (IOException unreachable) {
      return BROKEN;
    }
  }

  private Request sentOn(RecordedRequest request, Call call) {
    var bytes = request.getBody() == null ? ByteString.EMPTY : request.getBody();
    var body = request.getMethod().equals("GET") ? null : RequestBody.create(bytes, null);
    return new Request.Builder()
        .url(destination(call))
        .headers(passedOn(request.getHeaders()))
        .method(request.getMethod(), body)
        .build();
  }

  private static MockResponse whole(Response answer) throws IOException {
    try (answer) {
      var body = answer.body().bytes();
      return new MockResponse.Builder()
          .code(answer.code())
          .headers(passedOn(answer.headers()))
          .body(new Buffer().write(body))
          .build();
    }
  }

  /** Forwards an answer without an end; it ends when either side closes its connection. */
  private MockResponse streamed(okhttp3.Call watch) throws IOException {
    watches.add(watch);
    var answer = watch.execute();
    return new MockResponse.Builder()
        .code(answer.code())
        .headers(passedOn(answer.headers()))
        .addHeader("Connection", "close")
        .body(new StreamedBody(answer))
        .onResponseEnd(new SocketEffect.CloseSocket())
        .build();
  }

  private static MockResponse refused(int status) {
    return new MockResponse.Builder().code(status).body("refused by the proxy").build();
  }

  private static Headers passedOn(Headers headers) {
    var passed = headers.newBuilder();
    headers.names().stream()
        .filter(name -> OF_ONE_CONNECTION.contains(name.toLowerCase(Locale.ROOT)))
        .forEach(passed::removeAll);
    return passed.build();
  }

  private static Hold added(List<Hold> holds, Hold hold) {
    holds.add(hold);
    return hold;
  }

  private static boolean passes(List<Hold> holds, Call call) {
    return holds.stream().allMatch(hold -> hold.pass(call));
  }

  /** Returns true if a loss is meant for the call, and removes it: each happens once. */
  private static boolean takes(List<Predicate<Call>> losses, Call call) {
    return losses.stream()
        .filter(it -> it.test(call))
        .findFirst()
        .filter(losses::remove)
        .isPresent();
  }

  private record Refusal(Predicate<Call> matching, MockResponse answer) {}

  private record StreamedBody(Response answer) implements MockResponseBody {
    @Override
    public long getContentLength() {
      return -1;
    }

    @Override
    public void writeTo(BufferedSink sink) {
      try (var source = answer.body().source()) {
        while (!source.exhausted()) {
          sink.write(source.getBuffer(), source.getBuffer().size());
          sink.flush();
        }
      } catch (IOException ended) {
        REQUEST_LINES.log(Level.FINE, "The end of a watch", ended);
      }
    }
  }

  private final class Forwarding extends Dispatcher {
    @Override
    public MockResponse dispatch(RecordedRequest request) {
      return answer(request);
    }
  }
}
