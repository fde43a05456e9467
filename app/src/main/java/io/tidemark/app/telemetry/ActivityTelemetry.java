package io.tidemark.app.telemetry;

import static java.util.Objects.requireNonNull;

import io.temporal.activity.ActivityExecutionContext;
import io.temporal.activity.ActivityInfo;
import io.temporal.client.ActivityCompletionException;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.failure.TemporalFailure;
import io.tidemark.workflow.resource.StatusChange;
import io.tidemark.workflow.resource.StatusChangeResult;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Intercepts activities: counts attempts, logs the effects that concern users, and adds the
 * resource to every line that is logged meanwhile.
 */
final class ActivityTelemetry extends WorkerInterceptorBase {
  private static final Logger log = LoggerFactory.getLogger(ActivityTelemetry.class);

  private final OutcomeMeters outcomes;

  ActivityTelemetry(OutcomeMeters outcomes) {
    this.outcomes = outcomes;
  }

  @Override
  public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
    return new Inbound(next);
  }

  /** Counts and logs the effect of an activity. A change that came too late has none. */
  private void report(Object request, @Nullable Object result) {
    if (result instanceof StatusChangeResult recorded
        && recorded.verdict() != StatusChangeResult.Verdict.APPLIED) {
      return;
    }
    if (request instanceof StatusChange change) {
      outcomes.count(change);
    }
    ActivityLogEntry.of(request, result)
        .ifPresent(entry -> log.atLevel(entry.level()).log(entry.text()));
  }

  /**
   * Logs a failure at the first try only. Workflows report the failures of Flink's activities
   * themselves, and repeat a step that failed inside a workflow task as an activity of its own.
   */
  private static void logFailure(ActivityInfo activity, RuntimeException failed) {
    var type = activity.getActivityType();
    log.debug("Attempt {} of activity {} failed", activity.getAttempt(), type, failed);
    if (!activity.isLocal() && activity.getAttempt() <= 1 && !reportedElsewhere(failed)) {
      log.warn("Activity {} failed and will be retried: {}", type, failed.toString());
    }
  }

  private static boolean reportedElsewhere(RuntimeException failed) {
    return failed instanceof TemporalFailure || failed instanceof ActivityCompletionException;
  }

  private final class Inbound extends ActivityInboundCallsInterceptorBase {
    private @Nullable ActivityInfo activity;

    Inbound(ActivityInboundCallsInterceptor next) {
      super(next);
    }

    @Override
    public void init(ActivityExecutionContext context) {
      activity = context.getInfo();
      super.init(context);
    }

    /** Replaces the fields of the SDK, in which the namespace is that of Temporal. */
    @Override
    public ActivityOutput execute(ActivityInput input) {
      var info = requireNonNull(activity, "activity is null");
      MDC.setContextMap(LogFields.of(info.getWorkflowId()));
      try {
        var output = super.execute(input);
        Stream.of(input.getArguments()).forEach(request -> report(request, output.getResult()));
        return output;
      } catch (RuntimeException failed) {
        logFailure(info, failed);
        throw failed;
      } finally {
        MDC.clear();
      }
    }
  }
}
