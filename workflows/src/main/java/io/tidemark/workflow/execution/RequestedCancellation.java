package io.tidemark.workflow.execution;

import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Makes the cancellation of a workflow a request like a signal (W3). */
public final class RequestedCancellation {
  /** The memo that has the result of a cancelled run, which Temporal drops. */
  private static final String RESULT_MEMO = "result";

  private RequestedCancellation() {}

  /**
   * Runs the work where it cannot be cancelled, and returns the result.
   *
   * @param cancelled takes the reason of a cancellation; empty for none
   */
  public static <T> T run(Consumer<String> cancelled, Runnable work, Supplier<T> result) {
    CancellationScope.current()
        .getCancellationRequest()
        .thenApply(
            reason -> {
              cancelled.accept(reason);
              return reason;
            });
    Workflow.newDetachedCancellationScope(work).run();
    var end = result.get();
    if (CancellationScope.current().isCancelRequested()) {
      Workflow.upsertMemo(Map.of(RESULT_MEMO, end));
    }
    return end;
  }
}
