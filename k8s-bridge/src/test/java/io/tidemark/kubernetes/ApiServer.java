package io.tidemark.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.ServerRequest;
import io.fabric8.mockwebserver.ServerResponse;
import io.tidemark.kubernetes.model.FlinkStateSnapshot;
import io.tidemark.workflow.snapshot.SnapshotId;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * An API server on real HTTP that keeps resources, refuses writes and deletions at an old
 * resourceVersion, and remembers its requests. The client never repeats a request by itself, so
 * what is counted is what our code asked for.
 */
public final class ApiServer implements AutoCloseable {
  private static final Logger SERVER_LOG = Logger.getLogger(MockWebServer.class.getName());

  private final RecordingDispatcher dispatcher;
  private final KubernetesMockServer server;
  private final KubernetesClient client;

  public ApiServer() {
    SERVER_LOG.setLevel(Level.WARNING);
    Map<ServerRequest, Queue<ServerResponse>> answers = new ConcurrentHashMap<>();
    dispatcher = new RecordingDispatcher(answers);
    server =
        new KubernetesMockServer(new Context(), new MockWebServer(), answers, dispatcher, false);
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
    dispatcher.drain();
    return created;
  }

  /** A snapshot as it is now, or null. */
  public FlinkStateSnapshot snapshot(SnapshotId id) {
    var found =
        client
            .resources(FlinkStateSnapshot.class)
            .inNamespace(id.namespace())
            .withName(id.name())
            .get();
    dispatcher.drain();
    return found;
  }

  /** Deletes a resource, which stays as long as it has finalizers. */
  public void remove(HasMetadata resource) {
    client.resource(resource).delete();
    dispatcher.drain();
  }

  /** Refuses the next read of this path. */
  public void refuseGet(String path, int code) {
    dispatcher.refuse("GET " + path, code);
  }

  /** Refuses the next patch of this path. */
  public void refusePatch(String path, int code) {
    dispatcher.refuse("PATCH " + path, code);
  }

  /** Refuses the next deletion of this path. */
  public void refuseDelete(String path, int code) {
    dispatcher.refuse("DELETE " + path, code);
  }

  /** Refuses the next creation under this path. */
  public void refusePost(String path, int code) {
    dispatcher.refuse("POST " + path, code);
  }

  /** What was asked since the last look, oldest first. */
  public List<Request> requests() {
    return dispatcher.drain();
  }

  /** Forgets everything. */
  public void reset() {
    server.reset();
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

  /**
   * A request as it arrived.
   *
   * @param line method and path
   * @param body the JSON body
   * @param contentType tells a merge patch from others
   */
  public record Request(String line, Map<String, Object> body, String contentType) {}
}
