package io.tidemark.workflow.resource;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;

/**
 * The result of a {@link ClaimRequest}.
 *
 * @param claim the resource and its next step; null when it no longer exists, or another resource
 *     has its name
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ClaimResult(@Nullable Claim claim) {
  /** The resource no longer exists. */
  public static final ClaimResult GONE = new ClaimResult(null);
}
