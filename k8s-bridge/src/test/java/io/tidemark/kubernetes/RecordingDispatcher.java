package io.tidemark.kubernetes;

import com.fasterxml.jackson.core.type.TypeReference;
import io.fabric8.kubernetes.client.server.mock.KubernetesMixedDispatcher;
import io.fabric8.kubernetes.client.server.mock.Resetable;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.mockwebserver.ServerRequest;
import io.fabric8.mockwebserver.ServerResponse;
import io.fabric8.mockwebserver.dsl.HttpMethod;
import io.fabric8.mockwebserver.http.Buffer;
import io.fabric8.mockwebserver.http.Dispatcher;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Keeps what was asked, and patches as RFC 7386 and Kubernetes do it: fabric8's own mock appends to
 * lists where a merge patch replaces them.
 */
final class RecordingDispatcher extends Dispatcher implements Resetable {
  private static final KubernetesSerialization JSON = new KubernetesSerialization();
  private static final String STATUS = "/status";

  private final KubernetesMixedDispatcher resources;
  private final Queue<ApiServer.Request> requests = new ConcurrentLinkedQueue<>();
  private final Map<String, Queue<Integer>> refusals = new ConcurrentHashMap<>();

  RecordingDispatcher(Map<ServerRequest, Queue<ServerResponse>> answers) {
    this.resources = new KubernetesMixedDispatcher(answers);
  }

  /** What was asked since the last look. */
  List<ApiServer.Request> drain() {
    var drained = new ArrayList<ApiServer.Request>();
    for (var next = requests.poll(); next != null; next = requests.poll()) {
      drained.add(next);
    }
    return List.copyOf(drained);
  }

  /** Answers the next such request with an error. */
  void refuse(String line, int code) {
    refusals.computeIfAbsent(line, any -> new ConcurrentLinkedQueue<>()).add(code);
  }

  @Override
  public MockResponse dispatch(RecordedRequest request) {
    var line = request.getMethod() + " " + request.getPath();
    var body = request.getBody() == null ? "" : request.getBody().readUtf8();
    var type = request.getHeader("Content-Type");
    requests.add(new ApiServer.Request(line, read(body), type == null ? "" : type));
    var refusal = refusals.getOrDefault(line, new ConcurrentLinkedQueue<>()).poll();
    if (refusal != null) {
      return error(refusal);
    }
    return switch (request.method()) {
      case PATCH -> patch(request, read(body));
      case DELETE -> delete(request, read(body));
      default -> forward(request, request.method(), request.getPath(), body);
    };
  }

  @Override
  public void shutdown() {
    resources.shutdown();
  }

  @Override
  public void reset() {
    resources.reset();
    requests.clear();
    refusals.clear();
  }

  private MockResponse patch(RecordedRequest request, Map<String, Object> patch) {
    var ofStatus = request.getPath().endsWith(STATUS);
    var path = request.getPath().replaceFirst(STATUS + "$", "");
    var found = forward(request, HttpMethod.GET, path, "");
    if (found.code() != HttpURLConnection.HTTP_OK) {
      return found;
    }
    var current = read(found.getBody().readUtf8());
    var version = child(patch, "metadata").get("resourceVersion");
    if (version != null && !version.equals(child(current, "metadata").get("resourceVersion"))) {
      return error(HttpURLConnection.HTTP_CONFLICT);
    }
    var merged = merge(current, ofStatus ? only("status", patch) : without("status", patch));
    var answer = forward(request, HttpMethod.PUT, path, JSON.asJson(merged));
    return answer.getBody() == null || answer.getBody().size() == 0
        ? answer.setBody(JSON.asJson(merged))
        : answer;
  }

  private MockResponse delete(RecordedRequest request, Map<String, Object> options) {
    var found = forward(request, HttpMethod.GET, request.getPath(), "");
    if (found.code() != HttpURLConnection.HTTP_OK) {
      return found;
    }
    var metadata = child(read(found.getBody().readUtf8()), "metadata");
    return metadata.entrySet().containsAll(child(options, "preconditions").entrySet())
        ? forward(request, HttpMethod.DELETE, request.getPath(), "")
        : error(HttpURLConnection.HTTP_CONFLICT);
  }

  private MockResponse forward(
      RecordedRequest request, HttpMethod method, String path, String body) {
    return resources.dispatch(
        new RecordedRequest(
            request.getHttpVersion(),
            method,
            path,
            request.getHeaders(),
            new Buffer(body.getBytes(StandardCharsets.UTF_8))));
  }

  private static MockResponse error(int code) {
    var status = Map.of("kind", "Status", "apiVersion", "v1", "code", code, "message", "refused");
    return new MockResponse().setResponseCode(code).setBody(JSON.asJson(status));
  }

  private static Map<String, Object> merge(Map<String, Object> target, Map<String, Object> patch) {
    var merged = new LinkedHashMap<>(target);
    patch.forEach(
        (field, value) ->
            merged.put(
                field,
                value instanceof Map ? merge(child(merged, field), child(patch, field)) : value));
    merged.values().removeIf(Objects::isNull);
    return merged;
  }

  private static Map<String, Object> child(Map<String, Object> parent, String field) {
    return parent.get(field) == null
        ? Map.of()
        : JSON.convertValue(parent.get(field), MapOfObjects.class);
  }

  private static Map<String, Object> only(String field, Map<String, Object> patch) {
    return Map.of(field, child(patch, field));
  }

  private static Map<String, Object> without(String field, Map<String, Object> patch) {
    var rest = new LinkedHashMap<>(patch);
    rest.remove(field);
    return rest;
  }

  private static Map<String, Object> read(String body) {
    return body.isEmpty() ? Map.of() : JSON.unmarshal(body, new TypeReference<>() {});
  }

  /** A JSON object. */
  private static final class MapOfObjects extends LinkedHashMap<String, Object> {}
}
