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
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Sees what activities are asked and answer: counts attempts, logs what matters, and has every line
 * that is logged meanwhile say which snapshot it is about.
 */
final class ActivityTelemetry extends WorkerInterceptorBase {
  private static final Logger log = LoggerFactory.getLogger(ActivityTelemetry.class);
  private static final Pattern SNAPSHOT = Pattern.compile("snapshot/([^/]+)/([^/]+)/[^/]+");

  private final OutcomeMeters outcomes;

  ActivityTelemetry(OutcomeMeters outcomes) {
    this.outcomes = outcomes;
  }

  @Override
  public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
    return new Inbound(next);
  }

  /** What the resource has overtaken has not happened. */
  private void tell(Object question, @Nullable Object answer) {
    if (answer instanceof StatusChangeResult recorded
        && recorded.verdict() != StatusChangeResult.Verdict.APPLIED) {
      return;
    }
    if (question instanceof StatusChange change) {
      outcomes.count(change);
    }
    ActivityMilestone.of(question, answer).ifPresent(it -> log.atLevel(it.level()).log(it.text()));
  }

  /**
   * Once, not for each try. Workflows tell of what Flink's activities report, and take up as an
   * activity of its own what failed inside a workflow task.
   */
  private static void tell(ActivityInfo activity, RuntimeException failed) {
    var type = activity.getActivityType();
    log.debug("Try {} of {} failed", activity.getAttempt(), type, failed);
    if (!activity.isLocal() && activity.getAttempt() <= 1 && !reported(failed)) {
      log.warn("{} failed, and is tried again: {}", type, failed.toString());
    }
  }

  private static boolean reported(RuntimeException failed) {
    return failed instanceof TemporalFailure || failed instanceof ActivityCompletionException;
  }

  private static Map<String, String> fields(String workflowId) {
    var snapshot = SNAPSHOT.matcher(workflowId);
    return snapshot.matches()
        ? Map.of(
            "workflowId", workflowId, "namespace", snapshot.group(1), "name", snapshot.group(2))
        : Map.of("workflowId", workflowId);
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

    /** Our fields replace those of the SDK, among which a namespace is one of Temporal's. */
    @Override
    public ActivityOutput execute(ActivityInput input) {
      var info = requireNonNull(activity, "activity is null");
      MDC.setContextMap(fields(info.getWorkflowId()));
      try {
        var output = super.execute(input);
        Stream.of(input.getArguments()).forEach(asked -> tell(asked, output.getResult()));
        return output;
      } catch (RuntimeException failed) {
        tell(info, failed);
        throw failed;
      } finally {
        MDC.clear();
      }
    }
  }
}
