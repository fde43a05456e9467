package io.tidemark.workflow.snapshot;

import io.temporal.workflow.Workflow;

/**
 * Steps that earlier releases did not take. A workflow that passed their place without them does
 * without them to its end, so that its history replays (W4).
 */
enum WorkflowVersion {
  /** After a failed attempt: did the job restart? (R23) */
  JOB_RESTARTS("job-restarts"),
  /** After a lost trigger: is its savepoint there? (R18) */
  ADOPTION("adoption");

  private final String id;

  WorkflowVersion(String id) {
    this.id = id;
  }

  /** Whether the workflow takes the step. */
  boolean applies() {
    return Workflow.getVersion(id, Workflow.DEFAULT_VERSION, 1) >= 1;
  }
}
