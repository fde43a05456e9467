package io.tidemark.workflow.execution;

import io.temporal.workflow.Workflow;
import java.time.Instant;

/** The workflow's own time, the same in every replay. */
public final class WorkflowClock {
  private WorkflowClock() {}

  public static Instant now() {
    return Instant.ofEpochMilli(Workflow.currentTimeMillis());
  }
}
