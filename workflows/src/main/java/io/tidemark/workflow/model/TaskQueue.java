package io.tidemark.workflow.model;

/** The task queue of an installation, which sets it apart from others on the same server. */
public final class TaskQueue {
  /** The name unless it is configured. */
  public static final String DEFAULT = "tidemark";

  private TaskQueue() {}
}
