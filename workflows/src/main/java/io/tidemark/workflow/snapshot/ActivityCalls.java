package io.tidemark.workflow.snapshot;

import io.temporal.activity.ActivityOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.tidemark.workflow.execution.ActivityPolicies;
import io.tidemark.workflow.execution.LocalFirst;
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
import io.tidemark.workflow.flink.SavepointSearchRequest;
import io.tidemark.workflow.flink.SavepointSearchResult;
import io.tidemark.workflow.flink.SnapshotOutcome;
import io.tidemark.workflow.flink.SnapshotTrigger;
import io.tidemark.workflow.flink.TriggerResult;
import io.tidemark.workflow.resource.AdoptionRequest;
import io.tidemark.workflow.resource.AdoptionResult;
import io.tidemark.workflow.resource.Claim;
import io.tidemark.workflow.resource.ClaimRequest;
import io.tidemark.workflow.resource.EventRequest;
import io.tidemark.workflow.resource.ReleaseRequest;
import io.tidemark.workflow.resource.ResourceActivities;
import io.tidemark.workflow.resource.StatusChange;
import io.tidemark.workflow.resource.StatusChangeResult;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The workflow's activities, each named for the Web UI. Short steps run inside the workflow task
 * first and go on as normal activities when they fail or outlast it; since every step may be
 * repeated, nothing is lost by that.
 */
final class ActivityCalls {
  private boolean hurried;

  /** Whether Flink is asked once only, where it would be asked again while it cannot be reached. */
  void hurry(boolean wanted) {
    hurried = wanted;
  }

  Claim claim(ClaimRequest request) {
    return resource("Read the resource and its job", activities -> activities.claim(request));
  }

  StatusChangeResult record(StatusChange change) {
    return resource(
        "Write labels and status " + change.state(), activities -> activities.record(change));
  }

  void announce(EventRequest announcement) {
    resource(
        "Publish the event " + announcement.event().reason().word(),
        activities -> {
          activities.announce(announcement);
          return true;
        });
  }

  /**
   * What is to be told with the release has to be in the history before: a workflow task that a new
   * event overtakes is repeated with all its local activities, and would find the resource gone.
   */
  void release(ReleaseRequest request) {
    var summary = "Remove the finalizer";
    if (request.event() == null) {
      resource(summary, activities -> released(activities, request));
    } else {
      released(LocalFirst.durably(ResourceActivities.class, summary), request);
    }
  }

  private static boolean released(ResourceActivities activities, ReleaseRequest request) {
    activities.release(request);
    return true;
  }

  TriggerResult trigger(SnapshotTrigger trigger, int attempt) {
    var summary = "Trigger the " + trigger.type().word() + ", attempt " + attempt;
    return LocalFirst.callLocally(
            FlinkActivities.class, summary, activities -> activities.trigger(trigger))
        .orElseGet(() -> flink(summary).trigger(trigger.repeated()));
  }

  Promise<JobReadiness> awaitReady(FlinkJob job) {
    return Async.function(polling("Wait until all tasks run")::awaitReady, job);
  }

  /**
   * The outcome if it is there within a moment; nothing otherwise, also when it could not be asked.
   */
  Optional<SnapshotOutcome> outcomeSoon(SnapshotTrigger trigger) {
    return quickOutcome(trigger, ActivityPolicies.FAST_PATIENCE);
  }

  /** The outcome if it is there already. */
  Optional<SnapshotOutcome> outcomeNow(SnapshotTrigger trigger) {
    return quickOutcome(trigger, Duration.ZERO);
  }

  private static Optional<SnapshotOutcome> quickOutcome(
      SnapshotTrigger trigger, Duration patience) {
    return LocalFirst.callLocally(
            FlinkActivities.class,
            "Await the " + trigger.type().word(),
            activities -> activities.awaitOutcome(new OutcomeRequest(trigger, patience)))
        .filter(outcome -> outcome.status() != SnapshotOutcome.Status.PENDING);
  }

  /** The outcome, however long that takes or as long as the request's patience lasts. */
  Promise<SnapshotOutcome> awaitOutcome(OutcomeRequest request) {
    var summary = "Await the " + request.trigger().type().word() + ", however long";
    return Async.function(polling(summary)::awaitOutcome, request);
  }

  /** What can be learnt of the outcome in this time, null for ever; an outage is nothing learnt. */
  Optional<SnapshotOutcome> outcomeWithin(SnapshotTrigger trigger, @Nullable Duration patience) {
    try {
      return Optional.of(
          polling("A last look at the " + trigger.type().word())
              .awaitOutcome(new OutcomeRequest(trigger, patience)));
    } catch (ActivityFailure outage) {
      return Optional.empty();
    }
  }

  CheckpointPathResult checkpointPath(CheckpointPathRequest request) {
    var summary = "Read the path of checkpoint " + request.checkpointId();
    return LocalFirst.callLocally(
            FlinkActivities.class, summary, activities -> activities.checkpointPath(request))
        .orElseGet(
            () ->
                Workflow.newActivityStub(
                        FlinkActivities.class, ActivityPolicies.statistics(summary))
                    .checkpointPath(request));
  }

  SavepointSearchResult savepointsSince(SavepointSearchRequest search) {
    return flink("Look for the savepoint in the job's checkpoint history").savepointsSince(search);
  }

  AdoptionResult adoption(AdoptionRequest request) {
    return resource(
        "Ask which savepoint nothing records", activities -> activities.adoption(request));
  }

  RestartCheckResult restartedSince(RestartCheckRequest question) {
    return polling("Ask whether the attempt restarted the job").restartedSince(question);
  }

  DisposalResult dispose(DisposalRequest request) {
    return polling("Dispose of " + request.path()).dispose(request);
  }

  private FlinkActivities flink(String summary) {
    return flink(ActivityPolicies.step(summary));
  }

  private FlinkActivities polling(String summary) {
    return flink(ActivityPolicies.poll(summary));
  }

  private FlinkActivities flink(ActivityOptions options) {
    return Workflow.newActivityStub(
        FlinkActivities.class, hurried ? ActivityPolicies.once(options) : options);
  }

  private static <T> T resource(String summary, Function<ResourceActivities, T> step) {
    return LocalFirst.call(ResourceActivities.class, summary, step);
  }
}
