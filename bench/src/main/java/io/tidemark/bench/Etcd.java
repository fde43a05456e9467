package io.tidemark.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * etcd's JSON gateway. Custom resources are stored as JSON, so a copy of one costs a hundredth of
 * what the API server needs for a creation and a change of the status.
 *
 * @param address of etcd
 * @param http to reach it
 */
record Etcd(URI address, HttpClient http) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int HTTP_OK = 200;

  /** Returns the value of a key. */
  String get(String key) {
    var found = post("/v3/kv/range", Map.of("key", base64(key))).at("/kvs/0/value");
    if (found.isMissingNode()) {
      throw new IllegalStateException("etcd has no key " + key);
    }
    return new String(Base64.getDecoder().decode(found.asText()), UTF_8);
  }

  /** Writes keys with their values in one transaction, which may have at most 128 of them. */
  void put(Map<String, String> values) {
    var puts =
        values.entrySet().stream()
            .map(it -> Map.of("key", base64(it.getKey()), "value", base64(it.getValue())))
            .map(it -> Map.of("requestPut", it))
            .toList();
    var answer = post("/v3/kv/txn", Map.of("success", List.copyOf(puts)));
    if (!answer.path("succeeded").asBoolean()) {
      throw new IllegalStateException("etcd refused a transaction: " + answer);
    }
  }

  /** Returns the size of its database without the free pages in it. */
  double megabytesInUse() {
    return post("/v3/maintenance/status", Map.of()).path("dbSizeInUse").asDouble() / (1 << 20);
  }

  private JsonNode post(String path, Map<String, ?> body) {
    try {
      var json = BodyPublishers.ofString(JSON.writeValueAsString(body));
      var request = HttpRequest.newBuilder(address.resolve(path)).POST(json).build();
      var response = http.send(request, BodyHandlers.ofString());
      if (response.statusCode() != HTTP_OK) {
        throw new IllegalStateException(path + ": " + response.body());
      }
      return read(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted in " + path, e);
    }
  }

  /** Parses what etcd or the API server has answered. */
  static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("no JSON: " + json, e);
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }
}
