package io.tidemark.workflow.execution;

import io.temporal.workflow.Workflow;
import java.time.Instant;

/** The clock of a workflow, which shows the same times in every replay. */
public final class WorkflowClock {
  private WorkflowClock() {}

  /** Returns the time of the workflow task, in milliseconds. */
  public static Instant now() {
    return Instant.ofEpochMilli(Workflow.currentTimeMillis());
  }
}
