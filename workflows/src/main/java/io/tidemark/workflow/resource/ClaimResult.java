package io.tidemark.workflow.resource;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a {@link ClaimRequest}.
 *
 * @param claim the resource and its next step; null when it does not exist any more, or another
 *     resource has its name
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ClaimResult(@Nullable Claim claim) {
  /** The resource does not exist any more. */
  public static final ClaimResult GONE = new ClaimResult(null);
}
