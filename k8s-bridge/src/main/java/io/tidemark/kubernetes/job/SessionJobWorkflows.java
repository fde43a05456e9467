package io.tidemark.kubernetes.job;

import static io.temporal.api.enums.v1.WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE;
import static io.temporal.api.enums.v1.WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE_FAILED_ONLY;
import static java.util.Objects.requireNonNull;

import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.common.SearchAttributes;
import io.tidemark.kubernetes.bridge.WorkflowStubs;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.workflow.execution.WorkflowSearchAttributes;
import io.tidemark.workflow.job.JobPhase;
import io.tidemark.workflow.job.SessionJobRequest;
import io.tidemark.workflow.job.SessionJobWorkflow;
import io.tidemark.workflow.model.SessionJobId;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts and signals the workflows of session jobs (U5). */
final class SessionJobWorkflows {
  private static final Logger log = LoggerFactory.getLogger(SessionJobWorkflows.class);
  private static final String TYPE = SessionJobWorkflow.class.getSimpleName();
  private static final String CHANGED = "changed";
  private static final String DELETION_REQUESTED = "deletionRequested";

  private static final String HELD =
      "%s = '%s'".formatted(WorkflowSearchAttributes.JOB_PHASE.getName(), JobPhase.HELD);

  private final WorkflowStubs stubs;

  SessionJobWorkflows(WorkflowStubs stubs) {
    this.stubs = requireNonNull(stubs, "stubs is null");
  }

  /** Starts the workflow; succeeds if it is running. */
  void start(JobResource job) {
    start(job, WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE);
  }

  /** Starts the workflow unless its last run has completed. */
  void restart(JobResource job) {
    start(job, WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE_FAILED_ONLY);
  }

  /** Signals a change, and starts the workflow if it does not run. */
  void changed(JobResource job) {
    signal(job, CHANGED);
  }

  /** Signals the deletion, and starts the workflow if it does not run. */
  void deletionRequested(JobResource job) {
    signal(job, DELETION_REQUESTED);
  }

  /** Counts the changes that wait for a person; empty if Temporal does not tell. */
  OptionalLong held() {
    try {
      return OptionalLong.of(stubs.countRunning(TYPE, HELD));
    } catch (RuntimeException failed) {
      log.debug("Failed to count the changes that are held", failed);
      return OptionalLong.empty();
    }
  }

  private void start(JobResource job, WorkflowIdReusePolicy policy) {
    try {
      stubs.start(description(job), policy, new SessionJobRequest(id(job)));
    } catch (WorkflowExecutionAlreadyStarted running) {
      log.debug("Workflow {} needs no start", id(job).workflowId());
    }
  }

  private void signal(JobResource job, String signal) {
    stubs.signalWithStart(description(job), signal, new SessionJobRequest(id(job)));
  }

  private static WorkflowStubs.Description description(JobResource job) {
    var id = id(job);
    return new WorkflowStubs.Description(
        TYPE, id.workflowId(), id.namespace(), attributes(job), summary(job), details(id));
  }

  private static SessionJobId id(JobResource job) {
    var metadata = job.getMetadata();
    return new SessionJobId(metadata.getNamespace(), metadata.getName(), metadata.getUid());
  }

  private static SearchAttributes attributes(JobResource job) {
    var ofJob = WorkflowSearchAttributes.ofJob(job.getMetadata().getNamespace(), job.reference());
    return SearchAttributes.newBuilder(ofJob)
        .set(WorkflowSearchAttributes.JOB_PHASE, JobPhase.LOOKING.name())
        .build();
  }

  /** Describes the change as far as it shows on the resource. */
  private static String summary(JobResource job) {
    return "%s: %s".formatted(job.getMetadata().getName(), change(job));
  }

  private static String change(JobResource job) {
    if (job.beingDeleted()) {
      return "end";
    }
    var generation = job.getMetadata().getGeneration();
    if (job.suspended()) {
      return "suspend at generation " + generation;
    }
    return (job.jobId().isEmpty() ? "start of" : "upgrade to") + " generation " + generation;
  }

  private static String details(SessionJobId id) {
    return "FlinkSessionJob `%s`, uid `%s`.".formatted(id, id.uid());
  }
}
