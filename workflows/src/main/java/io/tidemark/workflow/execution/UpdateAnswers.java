package io.tidemark.workflow.execution;

import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;
import io.tidemark.workflow.model.ReadableLine;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers the Updates of one run: each waits for its effect, and all are answered before the run
 * ends (W6).
 */
public final class UpdateAnswers {
  private final Supplier<String> activity;
  private boolean closing;
  private @Nullable String end;

  /**
   * @param activity supplies the current activity of the workflow
   */
  public UpdateAnswers(Supplier<String> activity) {
    this.activity = activity;
  }

  /** Waits for the effect of a request, and returns the answer: the effect, or the run's end. */
  public UpdateResult once(BooleanSupplier done, Supplier<String> effect) {
    Workflow.await(() -> closing || done.getAsBoolean());
    if (end != null) {
      return new UpdateResult(end);
    }
    return new UpdateResult(
        done.getAsBoolean() ? effect.get() : "Accepted, and not done yet: " + activity.get());
  }

  /** Returns the answer to a request to retry, which ends a wait if there is one. */
  public UpdateResult retried(boolean waiting) {
    return new UpdateResult(
        (waiting ? "Ended the wait: " : "Checking again; it was: ") + activity.get());
  }

  /** Answers all requests, before the run ends. */
  public void finish(String result) {
    end = result;
    finish();
  }

  /** Answers all requests, before the run continues as another one, which carries them out. */
  public void finish() {
    closing = true;
    Workflow.await(Workflow::isEveryHandlerFinished);
  }

  /**
   * Returns the text that a request needs.
   *
   * @throws ApplicationFailure if it is no text, or an empty one
   */
  public static String requireText(@Nullable Object value, String need) {
    if (value instanceof String text && !text.isBlank()) {
      return text;
    }
    throw refusal(need + ", but got " + value);
  }

  /** Returns the refusal of a request, for a validator to throw. */
  public static ApplicationFailure refusal(String reason) {
    return ApplicationFailure.newNonRetryableFailure(ReadableLine.of(reason), "Refused");
  }
}
