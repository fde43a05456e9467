package io.tidemark.kubernetes.bridge;

import io.temporal.client.WorkflowOptions;
import io.temporal.common.interceptors.WorkflowClientCallsInterceptor;
import io.temporal.common.interceptors.WorkflowClientCallsInterceptorBase;
import io.temporal.common.interceptors.WorkflowClientInterceptor;
import io.temporal.common.interceptors.WorkflowClientInterceptorBase;
import java.util.function.Consumer;

/** Clients of Temporal that a test makes fail. A fault throws what the call is to throw. */
final class TemporalFaults extends WorkflowClientInterceptorBase {
  private final Consumer<WorkflowOptions> onStart;
  private final Runnable onSignal;

  private TemporalFaults(Consumer<WorkflowOptions> onStart, Runnable onSignal) {
    this.onStart = onStart;
    this.onSignal = onSignal;
  }

  /** Has a fault before each start. */
  static WorkflowClientInterceptor onStart(Consumer<WorkflowOptions> fault) {
    return new TemporalFaults(fault, () -> {});
  }

  /** Has a fault before each signal with a start. */
  static WorkflowClientInterceptor onSignal(Runnable fault) {
    return new TemporalFaults(options -> {}, fault);
  }

  @Override
  public WorkflowClientCallsInterceptor workflowClientCallsInterceptor(
      WorkflowClientCallsInterceptor next) {
    return new WorkflowClientCallsInterceptorBase(next) {
      @Override
      public WorkflowStartOutput start(WorkflowStartInput input) {
        onStart.accept(input.getOptions());
        return super.start(input);
      }

      @Override
      public WorkflowSignalWithStartOutput signalWithStart(WorkflowSignalWithStartInput input) {
        onSignal.run();
        return super.signalWithStart(input);
      }
    };
  }
}
