package io.tidemark.flink;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.tidemark.flink.access.UnusableSecretException;
import java.io.IOException;
import java.time.Duration;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;

/**
 * Makes the HTTP calls to the REST endpoint of one cluster, each of them once. Every complete
 * answer is returned, whatever its status; a call without one throws {@link FlinkRestException}.
 */
public final class FlinkHttp {
  private static final MediaType JSON = MediaType.get("application/json");

  /** In bytes: far more than Flink ever answers to these calls. */
  private static final long LONGEST_ANSWER = 16 << 20;

  private final HttpSource http;
  private final HttpUrl base;
  private final Duration callTimeout;
  private final Duration answerTimeout;

  /** Supplies the HTTP client of a call: its credentials may change from one call to the next. */
  @FunctionalInterface
  public interface HttpSource {
    OkHttpClient client() throws IOException;
  }

  /**
   * Creates the calls to the cluster at a base URL. The client's retries are not used, and no
   * redirect is followed.
   *
   * @param callTimeout for one call, from connecting to the last byte
   */
  public FlinkHttp(HttpSource http, HttpUrl base, Duration callTimeout) {
    this(http, base, callTimeout, callTimeout);
  }

  private FlinkHttp(HttpSource http, HttpUrl base, Duration callTimeout, Duration answerTimeout) {
    this.http = http;
    this.base = base;
    this.callTimeout = callTimeout;
    this.answerTimeout = answerTimeout;
  }

  /** Returns calls to the same cluster that may take this long, if bytes pass in time. */
  public FlinkHttp takingUpTo(Duration longest) {
    return new FlinkHttp(http, base, callTimeout, longest);
  }

  HttpUrl base() {
    return base;
  }

  /** Sends a GET. */
  public FlinkResponse get(String... path) {
    return call(request(url(path)).build());
  }

  /** Sends a POST with a body in JSON. */
  public FlinkResponse post(Object body, String... path) {
    return post(json(body), path);
  }

  /** Sends a POST with a body of any kind. */
  public FlinkResponse post(RequestBody body, String... path) {
    return call(request(url(path)).post(body).build());
  }

  /** Sends a DELETE. */
  public FlinkResponse delete(String... path) {
    return call(request(url(path)).delete().build());
  }

  /** Sends a PATCH with a mode, which is how Flink cancels a job. */
  public FlinkResponse patch(String mode, String... path) {
    var url = url(path).newBuilder().addQueryParameter("mode", mode).build();
    return call(request(url).patch(RequestBody.create(new byte[0])).build());
  }

  private HttpUrl url(String... path) {
    var url = base.newBuilder();
    for (var segment : path) {
      url.addPathSegment(segment);
    }
    return url.build();
  }

  private static Request.Builder request(HttpUrl url) {
    return new Request.Builder().url(url);
  }

  private static RequestBody json(Object body) {
    try {
      return RequestBody.create(FlinkResponse.JSON.writeValueAsBytes(body), JSON);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be written as JSON: " + body, e);
    }
  }

  private FlinkResponse call(Request request) {
    var progress = new CallProgress();
    Integer status = null;
    try (var response = withoutRetries(http.client(), progress).newCall(request).execute()) {
      status = response.code();
      if (response.body().source().request(LONGEST_ANSWER + 1)) {
        throw new FlinkRestException(request, status, "an answer longer than 16 MiB", null);
      }
      return new FlinkResponse(request, status, response.body().string());
    } catch (UnusableSecretException e) {
      throw new FlinkRestException(request, null, String.valueOf(e.getMessage()), e, false);
    } catch (IOException e) {
      var cause = progress.explain(e);
      var detail = status == null ? "no answer" : "the answer broke off";
      var reason = cause.getMessage() == null ? "" : ": " + cause.getMessage();
      throw new FlinkRestException(
          request, status, detail + reason, cause, progress.requestStarted());
    }
  }

  /** Returns a client that tries once and follows no redirect, which would pass credentials on. */
  private OkHttpClient withoutRetries(OkHttpClient client, CallProgress progress) {
    return client
        .newBuilder()
        .eventListener(progress)
        .retryOnConnectionFailure(false)
        .followRedirects(false)
        .followSslRedirects(false)
        .connectTimeout(callTimeout)
        .readTimeout(answerTimeout)
        .writeTimeout(callTimeout)
        .callTimeout(answerTimeout)
        .build();
  }
}
