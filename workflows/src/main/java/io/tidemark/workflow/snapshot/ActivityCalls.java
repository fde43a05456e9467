package io.tidemark.workflow.snapshot;

import static io.tidemark.workflow.execution.LocalFirst.InHistory.FIRST;
import static io.tidemark.workflow.execution.LocalFirst.InHistory.WITH_ITS_RESULT;

import io.temporal.activity.ActivityOptions;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.tidemark.workflow.execution.ActivityPolicies;
import io.tidemark.workflow.execution.InterruptibleWait;
import io.tidemark.workflow.execution.LocalFirst;
import io.tidemark.workflow.execution.LocalFirst.InHistory;
import io.tidemark.workflow.execution.WorkflowClock;
import io.tidemark.workflow.flink.CheckpointPathRequest;
import io.tidemark.workflow.flink.CheckpointPathResult;
import io.tidemark.workflow.flink.DisposalRequest;
import io.tidemark.workflow.flink.DisposalResult;
import io.tidemark.workflow.flink.FlinkActivities;
import io.tidemark.workflow.flink.FlinkJob;
import io.tidemark.workflow.flink.JobReadiness;
import io.tidemark.workflow.flink.OutcomeRequest;
import io.tidemark.workflow.flink.RestartCheckRequest;
import io.tidemark.workflow.flink.RestartCheckResult;
import io.tidemark.workflow.flink.SavepointDirectoryResult;
import io.tidemark.workflow.flink.SavepointSearchRequest;
import io.tidemark.workflow.flink.SavepointSearchResult;
import io.tidemark.workflow.flink.SnapshotOutcome;
import io.tidemark.workflow.flink.SnapshotTrigger;
import io.tidemark.workflow.flink.TriggerResult;
import io.tidemark.workflow.resource.AdoptionRequest;
import io.tidemark.workflow.resource.AdoptionResult;
import io.tidemark.workflow.resource.Claim;
import io.tidemark.workflow.resource.ClaimRequest;
import io.tidemark.workflow.resource.ClaimResult;
import io.tidemark.workflow.resource.CleanUpEnd;
import io.tidemark.workflow.resource.EventRequest;
import io.tidemark.workflow.resource.ReleaseRequest;
import io.tidemark.workflow.resource.ResourceActivities;
import io.tidemark.workflow.resource.StatusChange;
import io.tidemark.workflow.resource.StatusChangeResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Calls the snapshot workflow's activities, each with a summary for the Web UI. Short steps run
 * inside the workflow task first. A call to Flink that continues outside of it ends early when a
 * person sends a request; its result is then empty, and the caller reads the resource again.
 */
final class ActivityCalls {
  /** In events. The next task after an activity was called begins at the tenth one or later. */
  private static final long LONGEST_FIRST_TASK = 8;

  private final InterruptibleWait waits;
  private boolean flinkRetriesDisabled;
  private Optional<Instant> deadline = Optional.empty();
  private Duration clockDifference = Duration.ZERO;

  ActivityCalls(InterruptibleWait waits) {
    this.waits = waits;
  }

  /** Sets whether calls to Flink are made once only, instead of again while it is unreachable. */
  void disableFlinkRetries(boolean disabled) {
    flinkRetriesDisabled = disabled;
  }

  /** Sets the time at which a step at Flink is given up; empty for none. */
  void giveUpAt(Optional<Instant> end) {
    deadline = end;
  }

  /**
   * Reads the resource and its next step; empty after a person's request, which ends the tries to
   * read a resource that cannot be read (R15).
   */
  Optional<ClaimResult> claim(ClaimRequest request) {
    var result =
        LocalFirst.callUnlessRequested(
            waits,
            ResourceActivities.class,
            "Read the resource and its job",
            activities -> activities.claim(request));
    result
        .map(ClaimResult::claim)
        .map(Claim::readAt)
        .ifPresent(time -> clockDifference = Duration.between(WorkflowClock.now(), time));
    return result;
  }

  /**
   * Returns the time by the clock that wrote the times of the resource, such as that of its
   * deletion: Temporal's clock may differ from it (R15, R25).
   */
  Instant resourceTime() {
    return WorkflowClock.now().plus(clockDifference);
  }

  StatusChangeResult record(StatusChange change, InHistory order) {
    return resource(
        "Write labels and status " + change.state(),
        order,
        activities -> activities.record(change));
  }

  void publish(EventRequest request) {
    resource(
        "Publish event " + request.event().reason().word(),
        WITH_ITS_RESULT,
        activities -> {
          activities.publish(request);
          return true;
        });
  }

  /** Publishes what became of a late savepoint, and removes its mark from the resource. */
  void endCleanUp(CleanUpEnd end) {
    resource(
        "Record the end of the clean-up",
        WITH_ITS_RESULT,
        activities -> {
          activities.endCleanUp(end);
          return true;
        });
  }

  /**
   * Removes the finalizer, after which a repeated task would find the resource gone. So what led to
   * it is in the history first, unless that is nothing to tell, and nothing but a signal can repeat
   * the task.
   */
  void release(ReleaseRequest request) {
    resource(
        "Remove the finalizer",
        request.event() == null && isFirstTask() ? WITH_ITS_RESULT : FIRST,
        activities -> {
          activities.release(request);
          return true;
        });
  }

  /** Returns whether the run has called nothing that may still send it a result. */
  private static boolean isFirstTask() {
    return Workflow.getInfo().getHistoryLength() <= LONGEST_FIRST_TASK;
  }

  AdoptionResult adoption(AdoptionRequest request) {
    return resource(
        "Choose the savepoint to adopt",
        WITH_ITS_RESULT,
        activities -> activities.adoption(request));
  }

  Optional<TriggerResult> trigger(SnapshotTrigger trigger, int attempt) {
    var local = locally(triggering(trigger, attempt), activities -> activities.trigger(trigger));
    if (local.filter(result -> result.status() != TriggerResult.Status.NOT_CALLED).isPresent()) {
      return local;
    }
    return triggerDurably(local.isPresent() ? trigger : trigger.repeated(), attempt);
  }

  /** Triggers outside of the workflow task, where a slow cluster has more time to answer. */
  Optional<TriggerResult> triggerDurably(SnapshotTrigger trigger, int attempt) {
    return durably(step(triggering(trigger, attempt)), activities -> activities.trigger(trigger));
  }

  private static String triggering(SnapshotTrigger trigger, int attempt) {
    return "Trigger the " + trigger.type().word() + ", attempt " + attempt;
  }

  /** Starts to wait until the job's tasks run, however long that takes. */
  Promise<JobReadiness> awaitReady(FlinkJob job) {
    return Async.function(flink(poll("Wait until all tasks are running"))::awaitReady, job);
  }

  /** Returns the outcome if it is known within a moment. An outage counts as not known. */
  Optional<SnapshotOutcome> outcomeSoon(SnapshotTrigger trigger) {
    return outcomeWithin(ActivityPolicies.FAST_PATIENCE, trigger);
  }

  /**
   * Returns the outcome if it is known within the time, which is at most a moment. An outage counts
   * as not known.
   */
  Optional<SnapshotOutcome> outcomeWithin(Duration time, SnapshotTrigger trigger) {
    var patience = Collections.min(List.of(time, ActivityPolicies.FAST_PATIENCE));
    return locally(
            "Check the outcome of the " + trigger.type().word(),
            activities -> activities.awaitOutcome(new OutcomeRequest(trigger, patience)))
        .filter(outcome -> outcome.status() != SnapshotOutcome.Status.PENDING);
  }

  /** Starts to wait for the outcome until the request's patience is over. */
  Promise<SnapshotOutcome> awaitOutcome(OutcomeRequest request) {
    var summary = "Wait for the outcome of the " + request.trigger().type().word();
    return Async.function(flink(poll(summary))::awaitOutcome, request);
  }

  /** Starts a last check of the outcome, until the request's patience is over. */
  Promise<SnapshotOutcome> lastLook(OutcomeRequest request) {
    var summary = "Check the outcome of the " + request.trigger().type().word() + " one last time";
    return Async.function(flink(poll(summary))::awaitOutcome, request);
  }

  Optional<CheckpointPathResult> checkpointPath(CheckpointPathRequest request) {
    var summary = "Read the path of checkpoint " + request.checkpointId();
    return locally(summary, activities -> activities.checkpointPath(request))
        .filter(result -> result.path() != null)
        .or(() -> durably(poll(summary), activities -> activities.checkpointPath(request)));
  }

  /** Reads the default savepoint directory of the job's cluster. */
  Optional<SavepointDirectoryResult> savepointDirectory(FlinkJob job) {
    var summary = "Read Flink's savepoint directory";
    return locally(summary, activities -> activities.savepointDirectory(job))
        .or(() -> durably(step(summary), activities -> activities.savepointDirectory(job)));
  }

  Optional<SavepointSearchResult> savepointsSince(SavepointSearchRequest request) {
    return durably(
        step("Search the job's checkpoint history for the savepoint"),
        activities -> activities.savepointsSince(request));
  }

  /** Checks what a failed attempt did to its job. A request to retry does not end it (R23). */
  Optional<RestartCheckResult> restartedSince(RestartCheckRequest request) {
    var activities = flink(poll("Check whether the attempt restarted the job"));
    return waits.orRequestToEnd(() -> Async.function(activities::restartedSince, request));
  }

  /** Disposes of a savepoint for a moment, after which it is pending. An outage is no result. */
  Optional<DisposalResult> disposeSoon(DisposalRequest request) {
    return locally("Dispose of " + request.path(), activities -> activities.dispose(request));
  }

  /**
   * Starts a disposal, or continues one.
   *
   * @param longest its limit, retries included; empty for no limit
   */
  Promise<DisposalResult> dispose(DisposalRequest request, Optional<Duration> longest) {
    var options = ActivityPolicies.within(longest, poll("Dispose of " + request.path()));
    return Async.function(flink(options)::dispose, request);
  }

  private static <T> T resource(
      String summary, InHistory order, Function<ResourceActivities, T> step) {
    return LocalFirst.call(ResourceActivities.class, summary, order, step);
  }

  private static <T> Optional<T> locally(String summary, Function<FlinkActivities, T> step) {
    return LocalFirst.callLocally(FlinkActivities.class, summary, step);
  }

  private <T> Optional<T> durably(ActivityOptions options, Function<FlinkActivities, T> step) {
    var activities = flink(options);
    return waits.orRequest(() -> Async.function(() -> step.apply(activities)));
  }

  private ActivityOptions step(String summary) {
    var remaining = deadline.map(end -> Duration.between(resourceTime(), end));
    return once(ActivityPolicies.flinkStep(summary, remaining));
  }

  private ActivityOptions poll(String summary) {
    return once(ActivityPolicies.poll(summary));
  }

  private ActivityOptions once(ActivityOptions options) {
    return flinkRetriesDisabled ? ActivityPolicies.once(options) : options;
  }

  private static FlinkActivities flink(ActivityOptions options) {
    return Workflow.newActivityStub(FlinkActivities.class, options);
  }
}
