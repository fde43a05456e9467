package io.tidemark.workflow.snapshot;

import io.temporal.activity.Activity;
import io.temporal.failure.ApplicationFailure;
import io.tidemark.workflow.flink.DisposalRequest;
import io.tidemark.workflow.flink.FlinkJob;
import io.tidemark.workflow.flink.SnapshotTrigger;
import io.tidemark.workflow.model.JobReference;
import io.tidemark.workflow.model.SnapshotId;
import io.tidemark.workflow.model.SnapshotState;
import io.tidemark.workflow.model.SnapshotType;
import io.tidemark.workflow.model.TriggerId;
import io.tidemark.workflow.resource.AdoptionRequest;
import io.tidemark.workflow.resource.AdoptionResult;
import io.tidemark.workflow.resource.AttemptLimits;
import io.tidemark.workflow.resource.Claim;
import io.tidemark.workflow.resource.ClaimDecision;
import io.tidemark.workflow.resource.ClaimRequest;
import io.tidemark.workflow.resource.ClaimResult;
import io.tidemark.workflow.resource.CleanUpEnd;
import io.tidemark.workflow.resource.EventReason;
import io.tidemark.workflow.resource.EventRequest;
import io.tidemark.workflow.resource.JobRestarts;
import io.tidemark.workflow.resource.RecordedStatus;
import io.tidemark.workflow.resource.ReleaseRequest;
import io.tidemark.workflow.resource.RequestedDeletion;
import io.tidemark.workflow.resource.ResourceActivities;
import io.tidemark.workflow.resource.ResourceEvent;
import io.tidemark.workflow.resource.SnapshotOptions;
import io.tidemark.workflow.resource.SnapshotView;
import io.tidemark.workflow.resource.StatusChange;
import io.tidemark.workflow.resource.StatusChangeResult;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** One resource and its job in memory. Each error put in is thrown once. */
final class InMemoryResources implements ResourceActivities {
  static final SnapshotId ID = new SnapshotId("flink", "nightly", "11111111-aaaa-bbbb-cccc-dddddd");
  static final FlinkJob JOB = new FlinkJob("flink", "orders", 8081, "0123456789abcdef");

  final Deque<RuntimeException> errors = new ArrayDeque<>();
  final Deque<RuntimeException> errorsOfEvents = new ArrayDeque<>();
  final List<StatusChange> writes = new ArrayList<>();
  final List<ResourceEvent> events = new ArrayList<>();
  final List<String> recordedElsewhere = new ArrayList<>();

  /** Called after each write, before the workflow knows of it. */
  Consumer<StatusChange> afterWrite = change -> {};

  /** Whether steps end inside the workflow task. */
  boolean fastPath = true;

  SnapshotType type = SnapshotType.SAVEPOINT;
  String targetDirectory = "/savepoints";

  /** Whether the next step depends on the directory that only Flink knows. */
  boolean directoryNeeded;

  String refusal;
  JobRestarts restarts = new JobRestarts(0, 3);
  boolean inUse;
  int claims;
  boolean imported;
  boolean disposeOnDelete = true;
  boolean jobReplaced;
  boolean jobThere = true;

  /** The ids under which the resource shows an ended job, one for each claim. */
  final Deque<String> endedJobs = new ArrayDeque<>();

  /** Whether an annotation asks to keep the savepoint. */
  boolean skipsDisposal;

  boolean namespaceDeleted;
  boolean deleted;
  boolean released;

  /** The calls to release it, and whether all of them are refused. */
  int releases;

  boolean releasesRefused;
  Optional<String> invalid = Optional.empty();
  int backoffLimit = -1;
  Duration startDeadline = Duration.ofMinutes(10);
  Duration disposalDeadline = Duration.ofMinutes(10);

  AttemptLimits limits = AttemptLimits.NONE;

  /** The clock that writes the times of the resource; null for none that a claim names. */
  InstantSource clock;

  private SnapshotView current = view(SnapshotState.TRIGGER_PENDING, null);
  private SnapshotId id;
  private int annotatedAttempt;
  private SnapshotTrigger late;
  private boolean copyReleased;
  private Instant deletedAt = Instant.EPOCH;

  synchronized SnapshotState state() {
    return current.state();
  }

  synchronized String path() {
    return current.status().path();
  }

  synchronized int failures() {
    return current.status().failures();
  }

  synchronized String error() {
    return current.status().error();
  }

  /** The resource as another system left it: in progress, under a trigger id of its own (R21). */
  synchronized void takenOver(String triggerId) {
    takenOver(triggerId, null);
  }

  /** The same with the time of its trigger. */
  synchronized void takenOver(String triggerId, Instant at) {
    current = view(SnapshotState.IN_PROGRESS, triggerId, at);
    annotatedAttempt = 1;
  }

  /** Fails so many of the next steps, each inside the workflow task and as a normal activity. */
  synchronized void failSteps(int steps) {
    for (int i = 0; i < 2 * steps; i++) {
      errors.add(ApplicationFailure.newNonRetryableFailure("away", "Unavailable"));
    }
  }

  /** Lets all further steps succeed. */
  synchronized void succeed() {
    errors.clear();
  }

  /** A copy whose annotation its user has removed. */
  synchronized void putAsideAsCopy() {
    current = view(SnapshotState.ABANDONED, "its original's");
    copyReleased = true;
  }

  synchronized void delete(Instant at) {
    deleted = true;
    deletedAt = at;
  }

  synchronized List<String> eventReasons() {
    return events.stream().map(event -> event.reason().word()).toList();
  }

  @Override
  public synchronized ClaimResult claim(ClaimRequest request) {
    claims++;
    fail();
    if (released) {
      return ClaimResult.GONE;
    }
    var view = deleted ? current.deleted(deletion()) : current;
    var decision = deleted ? deletionStep(view, request) : step(request);
    return new ClaimResult(new Claim(view, decision, clock == null ? null : clock.instant()));
  }

  private ClaimDecision step(ClaimRequest request) {
    if (copyReleased && current.state() == SnapshotState.ABANDONED) {
      return new ClaimDecision.Restart();
    }
    if (current.state().terminal()) {
      return late == null ? new ClaimDecision.Settled() : new ClaimDecision.CleanUp(late);
    }
    if (refusal != null) {
      return new ClaimDecision.Refused(refusal);
    }
    if (invalid.isPresent()) {
      return new ClaimDecision.Invalid(invalid.get());
    }
    if (imported) {
      return new ClaimDecision.Import("file:/imported");
    }
    if (jobReplaced && underWay()) {
      return new ClaimDecision.LastLook(trigger(SnapshotTrigger.Mode.SETTLE), "job a is now job b");
    }
    if (!jobThere) {
      return new ClaimDecision.WaitForJob("FlinkDeployment orders does not exist");
    }
    if (!endedJobs.isEmpty()) {
      return new ClaimDecision.JobEnded(endedJobs.remove(), "FlinkDeployment orders is FAILED");
    }
    if (request.clusterFirst() && !underWay()) {
      return new ClaimDecision.LookAtCluster(JOB);
    }
    if (directoryNeeded && request.savepointDirectory() == null && !underWay()) {
      return new ClaimDecision.ReadDirectory(JOB);
    }
    if (request.savepointDirectory() != null) {
      targetDirectory = request.savepointDirectory();
    }
    return attempt();
  }

  @Override
  public synchronized StatusChangeResult record(StatusChange change) {
    fail();
    if (released) {
      return new StatusChangeResult(StatusChangeResult.Verdict.GONE, "", false);
    }
    writes.add(change);
    if (change.annotations().attemptRemoved()) {
      annotatedAttempt = 0;
    }
    if (change.annotations().lateSavepoint() != null) {
      late = change.annotations().lateSavepoint();
    }
    if (change.event() != null) {
      events.add(change.event());
    }
    current = current.after(change, "rv" + writes.size());
    var written =
        new StatusChangeResult(StatusChangeResult.Verdict.APPLIED, "rv" + writes.size(), deleted);
    afterWrite.accept(change);
    return written;
  }

  @Override
  public synchronized AdoptionResult adoption(AdoptionRequest request) {
    fail();
    var free = request.found().stream().filter(path -> !recordedElsewhere.contains(path)).toList();
    return new AdoptionResult(free.size() == 1 ? free.get(0) : null);
  }

  @Override
  public synchronized void publish(EventRequest request) {
    fail(errorsOfEvents);
    if (!events.contains(request.event())) {
      events.add(request.event());
    }
  }

  @Override
  public synchronized void endCleanUp(CleanUpEnd end) {
    fail();
    if (end.event() != null && !events.contains(end.event())) {
      events.add(end.event());
    }
    late = null;
  }

  /** Returns whether the resource says that a savepoint may still come. */
  synchronized boolean marked() {
    return late != null;
  }

  @Override
  public synchronized void release(ReleaseRequest request) {
    fail();
    releases++;
    if (releasesRefused) {
      throw new IllegalStateException("the finalizer may not be removed");
    }
    if (request.event() != null) {
      events.add(request.event());
    }
    released = true;
  }

  private ClaimDecision attempt() {
    var mode =
        annotatedAttempt == current.attempt()
            ? SnapshotTrigger.Mode.UNDER_WAY
            : SnapshotTrigger.Mode.FIRST;
    annotatedAttempt = current.attempt();
    return new ClaimDecision.Attempt(trigger(mode));
  }

  private ClaimDecision deletionStep(SnapshotView view, ClaimRequest request) {
    if (directoryNeeded && request.savepointDirectory() == null) {
      return new ClaimDecision.ReadDirectory(JOB);
    }
    if (view.state() == SnapshotState.COMPLETED) {
      return inUse
          ? new ClaimDecision.Release("another uses it", skipped())
          : new ClaimDecision.Dispose(new DisposalRequest(JOB, String.valueOf(path())));
    }
    if (skipsDisposal && underWay()) {
      return new ClaimDecision.Retain(trigger(SnapshotTrigger.Mode.SETTLE));
    }
    return underWay()
        ? new ClaimDecision.Attempt(trigger(SnapshotTrigger.Mode.SETTLE))
        : new ClaimDecision.Release("no savepoint was taken", null);
  }

  private static ResourceEvent skipped() {
    return new ResourceEvent(EventReason.DISPOSAL_SKIPPED, "another uses it", "");
  }

  private RequestedDeletion deletion() {
    return new RequestedDeletion(deletedAt, namespaceDeleted, List.of());
  }

  private boolean underWay() {
    return !current.state().terminal() && annotatedAttempt == current.attempt();
  }

  private SnapshotTrigger trigger(SnapshotTrigger.Mode mode) {
    var recorded = current.status().triggerId();
    var id = recorded != null ? recorded : TriggerId.of(ID.uid(), current.attempt());
    return new SnapshotTrigger(
        JOB, type, id, targetDirectory, "CANONICAL", null, Instant.EPOCH, mode);
  }

  private SnapshotView view(SnapshotState state, String triggerId) {
    return view(state, triggerId, null);
  }

  private SnapshotView view(SnapshotState state, String triggerId, Instant at) {
    return new SnapshotView(
        id == null ? ID : id,
        "rv0",
        type,
        new JobReference(JobReference.DEPLOYMENT, "orders"),
        new RecordedStatus(state, 0, triggerId, at, null, null, null),
        new SnapshotOptions(backoffLimit, startDeadline, disposalDeadline, disposeOnDelete, limits),
        null,
        restarts);
  }

  /** Lets the job, which runs now, carry its next snapshot (L3). */
  synchronized void replace(String uid) {
    id = new SnapshotId(ID.namespace(), ID.name(), uid);
    jobThere = true;
    reread();
  }

  /** Applies settings that tests change before the first claim. */
  synchronized void reread() {
    current = view(SnapshotState.TRIGGER_PENDING, null);
  }

  private void fail() {
    if (!fastPath && Activity.getExecutionContext().getInfo().isLocal()) {
      throw new IllegalStateException("too slow for the workflow task");
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
