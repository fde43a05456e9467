package io.tidemark.workflow.snapshot;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * The answer to an Update (W6).
 *
 * @param answer the effect of the request, for its sender to read
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RequestAnswer(String answer) {
  public RequestAnswer {
    requireNonNull(answer, "answer is null");
  }
}
