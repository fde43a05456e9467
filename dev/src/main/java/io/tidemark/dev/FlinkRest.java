package io.tidemark.dev;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.FileNotFoundException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.Map;

/** The calls of Flink's REST API that bring jobs up and down. */
record FlinkRest(URI address, Http http) {
  JsonNode get(String path) {
    return http.get(address.resolve(path));
  }

  /** False if the answer is 404. */
  boolean knows(String path) {
    return http.exists(address.resolve(path));
  }

  JsonNode post(String path, Map<String, ?> body) {
    try {
      var json = BodyPublishers.ofString(Http.JSON.writeValueAsString(body));
      return http.json(HttpRequest.newBuilder(address.resolve(path)).POST(json));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  void delete(String path) {
    http.send(HttpRequest.newBuilder(address.resolve(path)).DELETE());
  }

  void cancel(String jobId) {
    var nothing = BodyPublishers.noBody();
    http.send(HttpRequest.newBuilder(address.resolve("/jobs/" + jobId)).method("PATCH", nothing));
  }

  /** Uploads a jar and returns the id by which it can be run. */
  String upload(Path jar) {
    var boundary = "tidemark-dev";
    var head =
        """
        --%s\r
        Content-Disposition: form-data; name="jarfile"; filename="%s"\r
        Content-Type: application/x-java-archive\r
        \r
        """
            .formatted(boundary, jar.getFileName());
    try {
      var body =
          BodyPublishers.concat(
              BodyPublishers.ofString(head),
              BodyPublishers.ofFile(jar),
              BodyPublishers.ofString("\r\n--" + boundary + "--\r\n"));
      var answer =
          http.json(
              HttpRequest.newBuilder(address.resolve("/jars/upload"))
                  .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                  .POST(body));
      return Path.of(answer.path("filename").asText()).getFileName().toString();
    } catch (FileNotFoundException e) {
      throw new UncheckedIOException(e);
    }
  }
}
