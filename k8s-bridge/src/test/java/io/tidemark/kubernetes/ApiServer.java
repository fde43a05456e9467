package io.tidemark.kubernetes;

import com.fasterxml.jackson.core.type.TypeReference;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMixedDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.ServerRequest;
import io.fabric8.mockwebserver.ServerResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import io.tidemark.kubernetes.model.FlinkStateSnapshot;
import io.tidemark.workflow.snapshot.SnapshotId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * An API server on real HTTP that keeps resources, refuses writes at an old resourceVersion, and
 * remembers its requests. The client never repeats a request by itself, so what is counted is what
 * our code asked for.
 */
public final class ApiServer implements AutoCloseable {
  private static final KubernetesSerialization JSON = new KubernetesSerialization();

  private final Map<ServerRequest, Queue<ServerResponse>> answers = new ConcurrentHashMap<>();
  private final KubernetesMockServer server =
      new KubernetesMockServer(
          new Context(),
          new MockWebServer(),
          answers,
          new KubernetesMixedDispatcher(answers),
          false);
  private final KubernetesClient client;

  public ApiServer() {
    server.init();
    client =
        server.createClient(
            builder -> builder.editOrNewConfig().withRequestRetryBackoffLimit(0).endConfig());
  }

  public KubernetesClient client() {
    return client;
  }

  /** Puts a resource there, with a uid and a version of the server's choice. */
  public <T extends HasMetadata> T put(T resource) {
    var created = client.resource(resource).create();
    forget();
    return created;
  }

  /** A snapshot as it is now. */
  public FlinkStateSnapshot snapshot(SnapshotId id) {
    var found =
        client
            .resources(FlinkStateSnapshot.class)
            .inNamespace(id.namespace())
            .withName(id.name())
            .get();
    forget();
    return found;
  }

  /** Takes a resource away at once. */
  public void remove(HasMetadata resource) {
    client.resource(resource).delete();
    forget();
  }

  /** Refuses the next patch of this path. */
  public void refusePatch(String path, int code) {
    server.expect().patch().withPath(path).andReturn(code, refusal(code)).once();
  }

  /** Refuses the next creation under this path. */
  public void refusePost(String path, int code) {
    server.expect().post().withPath(path).andReturn(code, refusal(code)).once();
  }

  /** What was asked since the last look, oldest first. */
  public List<Request> requests() {
    var requests = new ArrayList<Request>();
    for (var next = take(); next != null; next = take()) {
      requests.add(
          new Request(next.getMethod() + " " + next.getPath(), body(next), contentType(next)));
    }
    return List.copyOf(requests);
  }

  /** Is not there any more. */
  public void stop() {
    server.shutdown();
  }

  @Override
  public void close() {
    client.close();
    server.destroy();
  }

  private void forget() {
    requests();
  }

  private RecordedRequest take() {
    try {
      return server.takeRequest(0, TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  private static Status refusal(int code) {
    return new StatusBuilder().withCode(code).withMessage("refused by the test").build();
  }

  private static Map<String, Object> body(RecordedRequest request) {
    var body = request.getUtf8Body();
    return body == null || body.isEmpty()
        ? Map.of()
        : JSON.unmarshal(body, new TypeReference<Map<String, Object>>() {});
  }

  private static String contentType(RecordedRequest request) {
    var type = request.getHeader("Content-Type");
    return type == null ? "" : type;
  }

  /**
   * A request as it arrived.
   *
   * @param line method and path
   * @param body the JSON body
   * @param contentType tells a merge patch from others
   */
  public record Request(String line, Map<String, Object> body, String contentType) {}
}
