package io.tidemark.workflow.snapshot;

import static java.util.Objects.requireNonNull;

/** The result of a step of the snapshot workflow's loop: another step, or the end. */
sealed interface Next {
  /** The resource is read again, and the next step decided on what it says. */
  Next LOOK_AGAIN = new LookAgain();

  /** Nothing is left to do. */
  static Next done(SnapshotResult result) {
    return new Done(result);
  }

  /** See {@link #LOOK_AGAIN}. */
  record LookAgain() implements Next {}

  /**
   * See {@link #done}.
   *
   * @param result the workflow's result
   */
  record Done(SnapshotResult result) implements Next {
    public Done {
      requireNonNull(result, "result is null");
    }
  }
}
