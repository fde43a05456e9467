package io.tidemark.flink;

import io.tidemark.workflow.model.ReadableLine;
import okhttp3.HttpUrl;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * A call to Flink whose outcome is not known: no answer, an incomplete answer, or one that Flink's
 * REST API ({@code docs/reference/flink-rest.md}) does not define. An answer such as "this
 * savepoint failed" is never an exception (R8). The message is one readable line with method, URL
 * and status.
 */
public final class FlinkRestException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final @Nullable Integer status;
  private final boolean noEffect;

  /** Creates the exception for an answer, after which the request may have had an effect. */
  FlinkRestException(
      Request request, @Nullable Integer status, String detail, @Nullable Throwable cause) {
    this(request, status, detail, cause, true);
  }

  /**
   * Creates the exception.
   *
   * @param sent whether the request, or a part of it, may have left
   */
  FlinkRestException(
      Request request,
      @Nullable Integer status,
      String detail,
      @Nullable Throwable cause,
      boolean sent) {
    super(message(request.method(), request.url(), status, detail), cause);
    this.status = status;
    this.noEffect = !sent || request.method().equals("GET");
  }

  /** Returns the HTTP status; null without an answer. */
  public @Nullable Integer status() {
    return status;
  }

  /**
   * Returns whether the call certainly had no effect: it was a query, or it failed before its
   * request was written, for example because the host was not found or refused the connection (R9).
   */
  public boolean hadNoEffect() {
    return noEffect;
  }

  /**
   * Returns whether the answer was a 4xx, which the same call would most likely get again a few
   * seconds later.
   */
  public boolean isClientError() {
    return status != null && status >= 400 && status < 500;
  }

  private static String message(
      String method, HttpUrl url, @Nullable Integer status, String detail) {
    var answered = status == null ? "" : "HTTP " + status + ", ";
    return method + " " + url + ": " + answered + ReadableLine.of(detail);
  }
}
