package io.tidemark.workflow.resource;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * The result of a conditional write.
 *
 * @param verdict see {@link Verdict}
 * @param resourceVersion the version after the write, for the next one; empty unless APPLIED
 * @param deleted whether the resource was being deleted when it was written
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record StatusChangeResult(Verdict verdict, String resourceVersion, boolean deleted) {

  /** The ways a conditional write can end. */
  public enum Verdict {
    /** The resource has the new status. */
    APPLIED,
    /** The resource has changed meanwhile and keeps its status; the caller reads it again. */
    SUPERSEDED,
    /** The resource no longer exists. */
    GONE
  }

  public StatusChangeResult {
    requireNonNull(verdict, "verdict is null");
    resourceVersion = resourceVersion == null ? "" : resourceVersion;
  }
}
