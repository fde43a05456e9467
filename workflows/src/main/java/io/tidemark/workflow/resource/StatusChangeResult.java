package io.tidemark.workflow.resource;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * What became of a write.
 *
 * @param verdict see {@link Verdict}
 * @param resourceVersion the version after the write, for the next one; empty unless APPLIED
 * @param deleted whether the resource was being deleted when it was written
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record StatusChangeResult(Verdict verdict, String resourceVersion, boolean deleted) {

  /** The ways a conditional write can end. */
  public enum Verdict {
    /** The resource says what was written. */
    APPLIED,
    /** The resource has moved on meanwhile, and what it says stays: read it again. */
    SUPERSEDED,
    /** The resource does not exist any more. */
    GONE
  }

  public StatusChangeResult {
    requireNonNull(verdict, "verdict is null");
    resourceVersion = resourceVersion == null ? "" : resourceVersion;
  }
}
