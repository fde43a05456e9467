package io.tidemark.workflow.snapshot;

import io.temporal.activity.Activity;
import io.temporal.failure.ApplicationFailure;
import io.tidemark.workflow.flink.CheckpointPathRequest;
import io.tidemark.workflow.flink.CheckpointPathResult;
import io.tidemark.workflow.flink.DisposalRequest;
import io.tidemark.workflow.flink.DisposalResult;
import io.tidemark.workflow.flink.FlinkActivities;
import io.tidemark.workflow.flink.FlinkErrorCategory;
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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * A Flink cluster in memory: it takes one snapshot per trigger id. Each error and answer put in is
 * used once.
 */
final class InMemoryFlink implements FlinkActivities {
  static final Instant AT = Instant.parse("2026-11-23T08:00:00Z");

  final Deque<RuntimeException> errors = new ArrayDeque<>();
  final Deque<TriggerResult> triggerResults = new ArrayDeque<>();
  final Deque<SnapshotOutcome> outcomes = new ArrayDeque<>();
  final Deque<DisposalResult> disposals = new ArrayDeque<>();
  final List<SnapshotTrigger> triggers = new ArrayList<>();
  final Set<String> taken = new LinkedHashSet<>();

  /** The ids with which disposals were requested; null for a new one. */
  final List<String> disposalIds = new ArrayList<>();

  final Set<String> disposed = new LinkedHashSet<>();

  /** Of the two questions that follow a lost trigger and a failed attempt. */
  final Deque<RuntimeException> errorsOfSearches = new ArrayDeque<>();

  /** What the job's checkpoint history shows. */
  final List<String> savepointsFound = new ArrayList<>();

  /** Whether the next failed attempts restart the job. */
  final Deque<Boolean> restarts = new ArrayDeque<>();

  /** What the job's state is after a failed attempt, if it has ended. */
  String jobEnd = "";

  /** Runs in each check of whether an attempt restarted the job. */
  Runnable duringRestartCheck = () -> {};

  /** The trigger ids whose outcomes were asked for. */
  final Set<String> asked = new LinkedHashSet<>();

  /** Its savepoint directory; null for none. */
  String defaultDirectory;

  int directoryReads;

  /** What each read of its configuration ends with; null for an answer. */
  volatile RuntimeException directoryError;

  /** The time of its answers to triggers. */
  Instant acceptedAt = AT;

  boolean pathsListed = true;

  /** Whether savepoints that are triggered stay in progress for now. */
  volatile boolean slow;

  /** Whether triggers and disposals get no answer. */
  volatile boolean hanging;

  /** What waits for the job's tasks end with, before they all run. */
  final Deque<JobReadiness> readiness = new ArrayDeque<>();

  /** Of waits for the job's tasks. */
  final Deque<RuntimeException> errorsOfWaits = new ArrayDeque<>();

  /** Whether no call reaches it. */
  volatile boolean unreachable;

  static ApplicationFailure unreachable() {
    return ApplicationFailure.newFailure(
        "Connection refused", FlinkErrorCategory.FLINK_UNREACHABLE.name());
  }

  /** What a gateway ends a read of the configuration with, each time. */
  static ApplicationFailure forbidden() {
    return ApplicationFailure.newNonRetryableFailure(
        "GET http://orders-rest/jobmanager/config: HTTP 403, no", "FLINK_ERROR");
  }

  static SnapshotOutcome failed(String cause) {
    return new SnapshotOutcome(SnapshotOutcome.Status.FAILED, AT, null, null, cause);
  }

  static TriggerResult triggerResult(TriggerResult.Status status, String reason) {
    return new TriggerResult(status, AT, reason);
  }

  @Override
  public TriggerResult trigger(SnapshotTrigger trigger) {
    hang();
    return triggerResult(trigger);
  }

  private synchronized TriggerResult triggerResult(SnapshotTrigger trigger) {
    triggers.add(trigger);
    fail();
    if (!triggerResults.isEmpty()) {
      return triggerResults.remove();
    }
    taken.add(trigger.triggerId());
    return new TriggerResult(TriggerResult.Status.TRIGGERED, acceptedAt, "");
  }

  @Override
  public synchronized JobReadiness awaitReady(FlinkJob job) {
    fail(errorsOfWaits);
    return readiness.isEmpty() ? new JobReadiness(true, "2 of 2 tasks run") : readiness.remove();
  }

  @Override
  public SnapshotOutcome awaitOutcome(OutcomeRequest request) {
    while (slow && isLong(request)) {
      heartbeat();
    }
    asked.add(request.trigger().triggerId());
    return slow ? pending() : outcome();
  }

  /** Keeps a normal activity waiting. The workflow task does not wait for what does not answer. */
  private void hang() {
    if (hanging && Activity.getExecutionContext().getInfo().isLocal()) {
      throw unreachable();
    }
    while (hanging) {
      heartbeat();
    }
  }

  private static void heartbeat() {
    Activity.getExecutionContext().heartbeat(null);
    LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
  }

  private static boolean isLong(OutcomeRequest request) {
    return request.patience() == null || request.patience().compareTo(Duration.ofMinutes(1)) > 0;
  }

  private synchronized SnapshotOutcome outcome() {
    fail();
    return outcomes.isEmpty() ? completed() : outcomes.remove();
  }

  private static SnapshotOutcome pending() {
    return new SnapshotOutcome(SnapshotOutcome.Status.PENDING, AT, null, null, "");
  }

  @Override
  public synchronized CheckpointPathResult checkpointPath(CheckpointPathRequest request) {
    return pathsListed
        ? new CheckpointPathResult("file:/c/chk-" + request.checkpointId(), "")
        : new CheckpointPathResult(null, "raise web.checkpoints.history");
  }

  @Override
  public synchronized SavepointDirectoryResult savepointDirectory(FlinkJob job) {
    directoryReads++;
    if (directoryError != null) {
      throw directoryError;
    }
    fail();
    return new SavepointDirectoryResult(defaultDirectory);
  }

  @Override
  public synchronized SavepointSearchResult savepointsSince(SavepointSearchRequest search) {
    fail(errorsOfSearches);
    return new SavepointSearchResult(savepointsFound);
  }

  @Override
  public synchronized RestartCheckResult restartedSince(RestartCheckRequest question) {
    duringRestartCheck.run();
    fail(errorsOfSearches);
    return new RestartCheckResult(!restarts.isEmpty() && restarts.remove(), jobEnd);
  }

  @Override
  public DisposalResult dispose(DisposalRequest request) {
    hang();
    return disposalResult(request);
  }

  private synchronized DisposalResult disposalResult(DisposalRequest request) {
    fail();
    disposalIds.add(request.disposalId());
    if (!disposals.isEmpty()) {
      return disposals.remove();
    }
    disposed.add(request.path());
    return new DisposalResult(DisposalResult.Status.DISPOSED, "");
  }

  private static SnapshotOutcome completed() {
    return new SnapshotOutcome(
        SnapshotOutcome.Status.COMPLETED, AT, "file:/savepoints/savepoint-1", 7L, "");
  }

  private void fail() {
    if (unreachable) {
      throw unreachable();
    }
    fail(errors);
  }

  private static void fail(Deque<RuntimeException> waiting) {
    var error = waiting.poll();
    if (error != null) {
      throw error;
    }
  }
}
