package io.tidemark.workflow.execution;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * The result of an Update (W6).
 *
 * @param answer the effect of the request, for its sender to read
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record UpdateResult(String answer) {
  public UpdateResult {
    requireNonNull(answer, "answer is null");
  }
}
