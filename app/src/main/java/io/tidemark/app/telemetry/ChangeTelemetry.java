package io.tidemark.app.telemetry;

import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptorBase;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.unsafe.WorkflowUnsafe;
import io.tidemark.workflow.job.ChangeResult;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.Level;

/**
 * Intercepts workflows: counts and logs the changes of session jobs, each when its run ends. A run
 * whose last task is repeated can count twice.
 */
final class ChangeTelemetry extends WorkerInterceptorBase {
  private static final Logger log = LoggerFactory.getLogger(ChangeTelemetry.class);

  private final ChangeMeters changes;

  ChangeTelemetry(ChangeMeters changes) {
    this.changes = changes;
  }

  @Override
  public WorkflowInboundCallsInterceptor interceptWorkflow(WorkflowInboundCallsInterceptor next) {
    return new WorkflowInboundCallsInterceptorBase(next) {
      @Override
      public WorkflowOutput execute(WorkflowInput input) {
        var output = super.execute(input);
        if (output.getResult() instanceof ChangeResult result && !WorkflowUnsafe.isReplaying()) {
          report(result, Workflow.getInfo().getWorkflowId());
        }
        return output;
      }
    };
  }

  private void report(ChangeResult result, String workflowId) {
    changes.count(result);
    if (ChangeMeters.isChange(result)) {
      log(result, LogFields.of(workflowId));
    }
  }

  /** Logs with our fields instead of those of the SDK, in which the namespace is Temporal's. */
  private static void log(ChangeResult result, Map<String, String> fields) {
    var ofSdk = MDC.getCopyOfContextMap();
    MDC.setContextMap(fields);
    try {
      log.atLevel(level(result)).log(result.line());
    } finally {
      MDC.clear();
      if (ofSdk != null) {
        MDC.setContextMap(ofSdk);
      }
    }
  }

  private static Level level(ChangeResult result) {
    return switch (result.outcome()) {
      case UPGRADED, STARTED, SUSPENDED, ENDED, UNCHANGED, INVALID, GONE -> Level.INFO;
      case ROLLED_BACK, HELD, FAILED -> Level.WARN;
    };
  }
}
