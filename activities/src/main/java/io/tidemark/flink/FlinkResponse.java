package io.tidemark.flink;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tidemark.flink.RestMessages.Errors;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * One complete response of a REST endpoint that should be Flink's. Errors are distinguished by the
 * exception that they name, not by their HTTP status alone: Flink answers the same error with 500
 * in one place and with 404 in another.
 */
public final class FlinkResponse {
  static final ObjectMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private final Request request;
  private final int status;
  private final String body;

  FlinkResponse(Request request, int status, String body) {
    this.request = request;
    this.status = status;
    this.body = body;
  }

  /** Returns the HTTP status. */
  public int status() {
    return status;
  }

  /**
   * Reads the body of a successful response.
   *
   * @throws FlinkRestException for every other response
   */
  public <T> T as(Class<T> type) {
    if (!successful()) {
      throw failure(reason(), null);
    }
    return parse(type);
  }

  /** Returns whether this is an error of Flink's that contains the text. */
  public boolean isError(String text) {
    return error().contains(text);
  }

  /**
   * Returns Flink's reason for an error, as one readable line.
   *
   * @throws FlinkRestException for a response that is not Flink's
   */
  public String reason() {
    return FailureCauseFormatter.of(lastError());
  }

  /** Returns the exception for a response that Flink never gives. */
  public FlinkRestException unexpected(String detail) {
    return failure("not an answer of Flink's REST API: " + detail, null);
  }

  private boolean successful() {
    return status >= 200 && status < 300;
  }

  /**
   * Returns the text of Flink's error, with its stack trace; empty for a success and for an answer
   * that is not Flink's.
   */
  public String error() {
    return !successful() && body.contains("\"errors\"") ? lastError() : "";
  }

  /** An unexpected error has two entries; the second has the stack trace. */
  private String lastError() {
    var errors = parse(Errors.class).errors();
    return errors.isEmpty() ? "Flink gave no reason" : errors.get(errors.size() - 1);
  }

  private <T> T parse(Class<T> type) {
    T parsed;
    try {
      parsed = JSON.readValue(body, type);
    } catch (JsonProcessingException e) {
      throw failure("not an answer of Flink's REST API", e);
    }
    if (parsed == null) {
      throw unexpected("null");
    }
    return parsed;
  }

  private FlinkRestException failure(String detail, @Nullable Exception cause) {
    return new FlinkRestException(request, status, detail, cause);
  }
}
