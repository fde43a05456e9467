package io.tidemark.workflow.job;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.tidemark.workflow.model.SessionJobId;

/**
 * Names the program of a session job: its jar, arguments and configuration. They can contain
 * secrets and be large, so no payload has them: the activity reads them from the resource when it
 * calls Flink.
 *
 * @param job the resource
 * @param spec which of the specs on the resource
 * @param generation the generation of the spec; one that has changed meanwhile is not read
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ProgramReference(SessionJobId job, Spec spec, long generation) {

  /** The specs that a resource carries. */
  public enum Spec {
    /** {@code spec}, as its user wants it. */
    DESIRED,
    /** {@code status.reconciliationStatus.lastReconciledSpec}. */
    LAST_RECONCILED,
    /** {@code status.reconciliationStatus.lastStableSpec}. */
    LAST_STABLE
  }

  public ProgramReference {
    requireNonNull(job, "job is null");
    requireNonNull(spec, "spec is null");
  }

  /** Returns the spec in words. */
  public String description() {
    return switch (spec) {
      case DESIRED, LAST_RECONCILED -> "generation " + generation;
      case LAST_STABLE -> "the last stable spec";
    };
  }
}
