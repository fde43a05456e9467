package io.tidemark.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;

/**
 * Stands between Tidemark and the Flink clusters, keeps a log of what reached them, and makes the
 * network as bad as a test needs it.
 */
final class FlinkProxy implements AutoCloseable {
  private static final MediaType JSON = MediaType.get("application/json");
  private static final MockResponse BROKEN =
      new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build();

  private final MockWebServer server = new MockWebServer();
  private final OkHttpClient flink =
      new OkHttpClient.Builder().readTimeout(Duration.ofSeconds(30)).build();
  private final URI defaultCluster;
  private final Map<String, URI> clusters = new ConcurrentHashMap<>();
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final List<Predicate<Call>> lostRequests = new CopyOnWriteArrayList<>();
  private final List<Predicate<Call>> lostAnswers = new CopyOnWriteArrayList<>();
  private final List<Predicate<Call>> cutOff = new CopyOnWriteArrayList<>();
  private final List<Hold> holds = new CopyOnWriteArrayList<>();

  private FlinkProxy(URI defaultCluster) {
    this.defaultCluster = defaultCluster;
    server.setDispatcher(new Forwarding());
  }

  /** A proxy before the cluster at this address. */
  static FlinkProxy before(URI cluster) {
    var proxy = new FlinkProxy(cluster);
    try {
      proxy.server.start();
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends what is meant for deployments in this namespace to another cluster. */
  void route(String namespace, URI cluster) {
    clusters.put(namespace, cluster);
  }

  /** The value of {@code TIDEMARK_FLINK_REST_URL_TEMPLATE} that leads through here. */
  String template() {
    return "http://127.0.0.1:" + server.getPort() + "/{namespace}/{name}";
  }

  /** The requests that reached Flink, meant for deployments in this namespace. */
  List<Call> calls(String namespace) {
    return calls.stream().filter(call -> call.namespace().equals(namespace)).toList();
  }

  /** The triggers that reached Flink, meant for this deployment. */
  List<Call> triggers(String namespace, String deployment) {
    return calls.stream()
        .filter(call -> call.triggers() && call.isFor(namespace, deployment))
        .toList();
  }

  /** From now on matching requests reach Flink, and who sent them waits for the answer. */
  Hold holdAnswers(Predicate<Call> matching) {
    var hold = new Hold(matching);
    holds.add(hold);
    return hold;
  }

  /** The next matching request does not reach Flink: its connection breaks. */
  void loseRequest(Predicate<Call> matching) {
    lostRequests.add(matching);
  }

  /** The next matching request reaches Flink, and its connection breaks before the answer. */
  void loseAnswer(Predicate<Call> matching) {
    lostAnswers.add(matching);
  }

  /** From now on no matching request reaches Flink: their connections break. */
  void cutOff(Predicate<Call> matching) {
    cutOff.add(matching);
  }

  /** How many of the faults asked for have not happened yet. */
  int faultsLeft() {
    return lostRequests.size() + lostAnswers.size();
  }

  @Override
  public void close() {
    holds.forEach(Hold::release);
    server.close();
  }

  private MockResponse forward(Call call) {
    var base = clusters.getOrDefault(call.namespace(), defaultCluster);
    var body = call.method().equals("GET") ? null : RequestBody.create(call.body(), JSON);
    var request = new Request.Builder().url(base + call.path()).method(call.method(), body).build();
    calls.add(call);
    try (var answer = flink.newCall(request).execute()) {
      return new MockResponse.Builder()
          .code(answer.code())
          .addHeader("Content-Type", "application/json")
          .body(answer.body().string())
          .build();
    } catch (IOException unreachable) {
      return BROKEN;
    }
  }

  /** Whether a fault is meant for the call; it happens once. */
  private static boolean takes(List<Predicate<Call>> faults, Call call) {
    return faults.stream()
        .filter(it -> it.test(call))
        .findFirst()
        .filter(faults::remove)
        .isPresent();
  }

  private final class Forwarding extends Dispatcher {
    @Override
    public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
      var call = Call.of(request);
      if (cutOff.stream().anyMatch(it -> it.test(call)) || takes(lostRequests, call)) {
        return BROKEN;
      }
      var answer = forward(call);
      for (var hold : holds) {
        hold.pass(call);
      }
      return takes(lostAnswers, call) ? BROKEN : answer;
    }
  }
}
