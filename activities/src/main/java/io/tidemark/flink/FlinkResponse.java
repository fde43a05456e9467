package io.tidemark.flink;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tidemark.flink.RestMessages.Errors;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * One whole answer of a REST endpoint that ought to be Flink's. Errors are told apart by the
 * exception that they name, not by their status alone: the same one is a 500 here and a 404 there.
 */
final class FlinkResponse {
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

  int status() {
    return status;
  }

  /** The body of a success; every other answer is a broken call. */
  <T> T as(Class<T> type) {
    if (!successful()) {
      throw broken(reason(), null);
    }
    return parse(type);
  }

  /** Whether this is an error of Flink's with these words in it. */
  boolean says(String words) {
    return !successful() && body.contains("\"errors\"") && error().contains(words);
  }

  /** Why Flink refuses, in one readable line; an answer that is not Flink's is a broken call. */
  String reason() {
    return FailureCauseFormatter.of(error());
  }

  /** The exception for an answer that Flink never gives. */
  FlinkRestException unexpected(String what) {
    return broken("not an answer of Flink's REST API: " + what, null);
  }

  private boolean successful() {
    return status >= 200 && status < 300;
  }

  /** An unexpected error has two lines, of which the second has the stack trace. */
  private String error() {
    var errors = parse(Errors.class).errors();
    return errors.isEmpty() ? "Flink gave no reason" : errors.get(errors.size() - 1);
  }

  private <T> T parse(Class<T> type) {
    T parsed;
    try {
      parsed = JSON.readValue(body, type);
    } catch (JsonProcessingException e) {
      throw broken("not an answer of Flink's REST API", e);
    }
    if (parsed == null) {
      throw unexpected("null");
    }
    return parsed;
  }

  private FlinkRestException broken(String detail, @Nullable Exception cause) {
    return new FlinkRestException(request, status, detail, cause);
  }
}
