package io.tidemark.kubernetes.job;

import dev.failsafe.Failsafe;
import io.tidemark.kubernetes.creation.UpgradeSnapshotCreator;
import io.tidemark.kubernetes.job.SessionJobObservation.Written;
import io.tidemark.kubernetes.legacy.LegacyUpgrades;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.model.SnapshotSpec;
import io.tidemark.kubernetes.record.EventPublisher;
import io.tidemark.kubernetes.store.JobStore;
import io.tidemark.kubernetes.store.NamespaceReader;
import io.tidemark.kubernetes.store.SnapshotStore;
import io.tidemark.kubernetes.store.WriteConflict;
import io.tidemark.workflow.job.ChangeOutcome;
import io.tidemark.workflow.job.JobClaim;
import io.tidemark.workflow.job.JobClaimRequest;
import io.tidemark.workflow.job.JobDecision;
import io.tidemark.workflow.job.JobPhase;
import io.tidemark.workflow.job.JobProgress;
import io.tidemark.workflow.model.JobReference;
import io.tidemark.workflow.resource.ResourceEvent;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/**
 * Claims session jobs: reads the resource and its cluster, and writes to the resource what has to
 * be there before the next step, until a step is left that is not a write (U4, U5). Nothing is
 * cached, so each run decides on the current resource.
 */
public final class SessionJobClaims {
  /** More writes than any change needs: a plan that does not end is a fault of ours. */
  private static final int LARGEST_NUMBER_OF_WRITES = 20;

  private final NamespaceReader namespaces;
  private final JobStore jobs;
  private final SnapshotStore snapshots;
  private final UpgradeSnapshotCreator creator;
  private final LegacyUpgrades legacy;
  private final EventPublisher events;
  private final SessionJobSettings settings;
  private final Clock clock;

  public SessionJobClaims(
      NamespaceReader namespaces,
      JobStore jobs,
      SnapshotStore snapshots,
      UpgradeSnapshotCreator creator,
      LegacyUpgrades legacy,
      EventPublisher events,
      SessionJobSettings settings,
      Clock clock) {
    this.namespaces = namespaces;
    this.jobs = jobs;
    this.snapshots = snapshots;
    this.creator = creator;
    this.legacy = legacy;
    this.events = events;
    this.settings = settings;
    this.clock = clock;
  }

  /** Decides the next step of the resource, after all writes that come before it. */
  public JobClaim claim(JobClaimRequest request) {
    return Failsafe.with(WriteConflict.DECIDE_AGAIN).get(() -> read(request));
  }

  private JobClaim read(JobClaimRequest request) {
    return jobs.readUntyped(request.job())
        .map(SessionJob::of)
        .map(job -> decide(job, request))
        .orElseGet(SessionJobClaims::gone);
  }

  private JobClaim decide(SessionJob job, JobClaimRequest request) {
    publishOutage(job, request);
    var cluster = cluster(job);
    var ending = job.beingDeleted() && namespaces.isBeingDeleted(job.id().namespace());
    var current = job;
    var written = Written.NOTHING;
    for (var writes = 0; writes < LARGEST_NUMBER_OF_WRITES; writes++) {
      var observed = observation(current, cluster, ending, request, written);
      var step = new SessionJobPlanner(observed).plan();
      publish(current, step.events());
      if (step instanceof JobStep.Answer answer) {
        return new JobClaim(ProgressFormatter.of(observed, answer), answer.decision());
      }
      current = write(observed, step);
      written = step.marks() == Written.NOTHING ? written : step.marks();
    }
    throw new IllegalStateException("the plan of " + request.job() + " does not end");
  }

  /** Executes a write, and returns the resource after it. */
  private SessionJob write(SessionJobObservation observed, JobStep step) {
    var job = observed.job();
    if (step instanceof JobStep.WriteMetadata write) {
      return written(job, write);
    }
    if (step instanceof JobStep.WriteStatus write) {
      return written(job, write);
    }
    return recorded(observed, (JobStep.CreateSnapshot) step);
  }

  private SessionJobObservation observation(
      SessionJob job,
      Optional<JobResource> cluster,
      boolean namespaceEnding,
      JobClaimRequest request,
      Written written) {
    return new SessionJobObservation(
        job,
        cluster,
        namespaceEnding,
        request,
        settings,
        clock.instant(),
        written,
        completedSavepoints(job));
  }

  private Optional<JobResource> cluster(SessionJob job) {
    return job.deploymentName()
        .flatMap(
            name ->
                jobs.read(job.id().namespace(), new JobReference(JobReference.DEPLOYMENT, name)));
  }

  private SessionJob written(SessionJob job, JobStep.WriteMetadata write) {
    var changes = new HashMap<String, Object>();
    if (!write.annotations().isEmpty()) {
      changes.put("annotations", write.annotations());
    }
    write.finalizer().ifPresent(ours -> changes.put("finalizers", job.finalizers(ours)));
    return SessionJob.of(jobs.patchMetadata(job.id(), job.version(), changes));
  }

  private SessionJob written(SessionJob job, JobStep.WriteStatus write) {
    var patch = write.status().patch(job.beingDeleted());
    return SessionJob.of(jobs.patchStatus(job.id(), job.version(), patch));
  }

  /** Records the savepoint of a stop, and returns the resource after that (U8). */
  private SessionJob recorded(SessionJobObservation observed, JobStep.CreateSnapshot creation) {
    var job = observed.job();
    var format = observed.options().formatType();
    if (legacy.record(job.id(), creation.path(), format, creation.at())) {
      return jobs.readUntyped(job.id()).map(SessionJob::of).orElse(job);
    }
    create(observed, creation);
    return job;
  }

  private void create(SessionJobObservation observed, JobStep.CreateSnapshot creation) {
    var options = observed.options();
    var savepoint =
        new SnapshotSpec.Savepoint(
            true, options.disposeOnDelete(), options.formatType(), creation.path());
    creator.create(observed.job().id(), savepoint, creation.at());
  }

  private SessionJobObservation.CompletedSavepoints completedSavepoints(SessionJob job) {
    return new CompletedSavepointReader(snapshots, job.id(), job.savepointInfo());
  }

  private void publishOutage(SessionJob job, JobClaimRequest request) {
    var outage = request.outage();
    if (outage != null && outage.reason() != null) {
      publish(job, List.of(new ResourceEvent(outage.reason(), outage.message(), outage.message())));
    }
  }

  private void publish(SessionJob job, List<ResourceEvent> published) {
    published.forEach(event -> events.publish(job.subject(), event));
  }

  private static JobClaim gone() {
    var text = "The resource no longer exists.";
    return new JobClaim(
        JobProgress.without(JobPhase.DONE, text),
        new JobDecision.Done(ChangeOutcome.GONE, null, text));
  }
}
