package io.tidemark.e2e;

import io.tidemark.dev.Waits;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;

/** Stands between Tidemark and the Flink clusters. */
final class FlinkProxy extends HttpProxy {
  private static final int BEFORE_FLINKS_PATH = 2;

  private final URI defaultCluster;
  private final Map<String, URI> clusters = new ConcurrentHashMap<>();

  private FlinkProxy(URI defaultCluster) {
    super(new OkHttpClient.Builder().readTimeout(Waits.LIMIT).build());
    this.defaultCluster = defaultCluster;
  }

  /** A proxy before the cluster at this address. */
  static FlinkProxy before(URI cluster) {
    return new FlinkProxy(cluster);
  }

  /** Sends what is meant for deployments in this namespace to another cluster. */
  void route(String namespace, URI cluster) {
    clusters.put(namespace, cluster);
  }

  /** Sends what is meant for one deployment to another cluster. */
  void route(String namespace, String deployment, URI cluster) {
    clusters.put(namespace + "/" + deployment, cluster);
  }

  /** The value of {@code TIDEMARK_FLINK_REST_URL_TEMPLATE} that leads through here. */
  String template() {
    return address() + "/{namespace}/{name}";
  }

  /** The requests that reached Flink, meant for deployments in this namespace. */
  List<Call> calls(String namespace) {
    return calls().filter(call -> call.isFor(namespace)).toList();
  }

  /** The triggers that reached Flink, meant for this deployment. */
  List<Call> triggers(String namespace, String deployment) {
    return calls().filter(call -> call.triggers() && call.isFor(namespace, deployment)).toList();
  }

  @Override
  HttpUrl destination(Call call) {
    var sent = HttpUrl.get(address() + call.path());
    var namespace = sent.pathSegments().get(0);
    var deployment = namespace + "/" + sent.pathSegments().get(1);
    var cluster =
        clusters.getOrDefault(deployment, clusters.getOrDefault(namespace, defaultCluster));
    var destination = HttpUrl.get(cluster).newBuilder().query(sent.query());
    sent.pathSegments().stream().skip(BEFORE_FLINKS_PATH).forEach(destination::addPathSegment);
    return destination.build();
  }
}
