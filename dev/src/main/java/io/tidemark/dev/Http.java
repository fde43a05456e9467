package io.tidemark.dev;

import static java.net.HttpURLConnection.HTTP_NOT_FOUND;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import javax.net.ssl.SSLContext;

/** JSON over HTTP, just enough to see that something serves and to submit jobs. */
final class Http {
  static final ObjectMapper JSON = new ObjectMapper();

  /** Without TLS. */
  static final Http PLAIN = new Http("http", builder().build());

  private final String scheme;
  private final HttpClient client;

  private Http(String scheme, HttpClient client) {
    this.scheme = scheme;
    this.client = client;
  }

  /** By TLS, with the certificates of this context. */
  static Http tls(SSLContext context) {
    return new Http("https", builder().sslContext(context).build());
  }

  private static HttpClient.Builder builder() {
    return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Waits.LIMIT);
  }

  /** The address of a port on this machine. */
  URI local(int port) {
    return URI.create(scheme + "://127.0.0.1:" + port);
  }

  /** True; every status but 2xx throws. */
  boolean serves(URI address) {
    send(HttpRequest.newBuilder(address).GET());
    return true;
  }

  JsonNode get(URI address) {
    return json(HttpRequest.newBuilder(address).GET());
  }

  JsonNode json(HttpRequest.Builder request) {
    try {
      return JSON.readTree(send(request));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** False if the answer is 404; every other status but 2xx throws. */
  boolean exists(URI address) {
    var response = answer(HttpRequest.newBuilder(address).GET());
    return response.statusCode() != HTTP_NOT_FOUND && !successful(response).isEmpty();
  }

  /** The body of the answer; every status but 2xx throws. */
  String send(HttpRequest.Builder request) {
    return successful(answer(request));
  }

  private static String successful(HttpResponse<String> response) {
    if (response.statusCode() / 100 != 2) {
      var error = response.request() + ": " + response.statusCode() + " " + response.body();
      throw new UncheckedIOException(new IOException(error));
    }
    return response.body();
  }

  private HttpResponse<String> answer(HttpRequest.Builder builder) {
    var request = builder.timeout(Waits.LIMIT).build();
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted in " + request, e);
    }
  }
}
