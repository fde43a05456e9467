package io.tidemark.flink;

import okhttp3.HttpUrl;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * A call to Flink whose outcome is not known: no answer, half an answer, or one that the contract
 * (flink-rest.md) gives no meaning to. Never an answer such as "this savepoint failed" (R8). The
 * message is one readable line.
 */
public final class FlinkRestException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String method;
  private final String url;
  private final @Nullable Integer status;

  FlinkRestException(
      Request request, @Nullable Integer status, String detail, @Nullable Throwable cause) {
    super(message(request.method(), request.url(), status, detail), cause);
    this.method = request.method();
    this.url = request.url().toString();
    this.status = status;
  }

  /** The HTTP method of the call. */
  public String method() {
    return method;
  }

  /** The URL that was called. */
  public String url() {
    return url;
  }

  /** The HTTP status, or null if no answer began. */
  public @Nullable Integer status() {
    return status;
  }

  /**
   * Whether the answer was a 4xx: the same call will hardly be answered otherwise in a few seconds.
   */
  boolean refused() {
    return status != null && status >= 400 && status < 500;
  }

  private static String message(
      String method, HttpUrl url, @Nullable Integer status, String detail) {
    var answered = status == null ? "" : "HTTP " + status + ", ";
    var line = FailureCauseFormatter.cut(detail.replaceAll("\\s+", " "));
    return method + " " + url + ": " + answered + line;
  }
}
