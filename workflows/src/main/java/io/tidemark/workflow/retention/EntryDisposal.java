package io.tidemark.workflow.retention;

import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Workflow;
import io.tidemark.workflow.execution.ActivityPolicies;
import io.tidemark.workflow.execution.LocalFirst;
import io.tidemark.workflow.execution.LocalFirst.InHistory;
import io.tidemark.workflow.execution.Outage;
import io.tidemark.workflow.execution.WorkflowClock;
import io.tidemark.workflow.flink.DisposalRequest;
import io.tidemark.workflow.flink.DisposalResult;
import io.tidemark.workflow.flink.FlinkActivities;
import io.tidemark.workflow.flink.FlinkJob;
import io.tidemark.workflow.flink.SavepointDirectoryResult;
import io.tidemark.workflow.model.DurationFormatter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Disposes of the savepoints of a job's legacy history that a plan deletes, one by one, and records
 * the end of each before it begins with the next one (H6). One that fails does not block the
 * others.
 */
final class EntryDisposal {
  /** A savepoint of many files takes a while; the next run continues with what takes longer. */
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private static final DisposalResult NOT_ENDED =
      new DisposalResult(
          DisposalResult.Status.FAILED,
          "its disposal has not ended within "
              + DurationFormatter.of(LIMIT)
              + "; the next run will retry");

  private final CleanupTarget job;
  private final boolean dryRun;
  private final Instant deadline;

  /** Why the job's cluster cannot be called, which the remaining entries do not try again. */
  private Optional<String> unreachable = Optional.empty();

  /**
   * @param dryRun true to decide the same, but dispose of nothing
   * @param deadline the time after which the remaining entries are left for the next run
   */
  EntryDisposal(CleanupTarget job, boolean dryRun, Instant deadline) {
    this.job = job;
    this.dryRun = dryRun;
    this.deadline = deadline;
  }

  /** Returns the plan with the outcome of each entry that there was time for. */
  JobCleanupResult carryOut(JobCleanupResult planned) {
    var outcomes = new ArrayList<EntryDecision>();
    for (var entry : planned.entries()) {
      if (!WorkflowClock.now().isBefore(deadline)) {
        break;
      }
      outcomes.add(settled(entry));
    }
    return planned.withEntryOutcomes(outcomes);
  }

  private EntryDecision settled(EntryDecision planned) {
    if (unreachable.isPresent()) {
      return planned.failed(unreachable.get());
    }
    try {
      return settled(planned, WorkflowClock.now().plus(LIMIT));
    } catch (ActivityFailure failed) {
      return planned.failed(message(failed));
    }
  }

  /**
   * Decides on an entry again while its disposal is pending, since a job that has started meanwhile
   * may use the savepoint (R19).
   */
  private EntryDecision settled(EntryDecision planned, Instant end) {
    while (true) {
      var claim = claimed(planned);
      var disposal = claim.disposal();
      if (disposal == null || dryRun) {
        return claim.decision();
      }
      var result = disposed(disposal, end);
      if (result.ended()) {
        return recorded(claim.decision(), result);
      }
      if (!WorkflowClock.now().isBefore(end)) {
        return recorded(claim.decision(), NOT_ENDED);
      }
    }
  }

  private EntryClaim claimed(EntryDecision planned) {
    var claim = claim(planned, null);
    var cluster = claim.directoryOf();
    return cluster == null ? claim : claim(planned, directory(cluster));
  }

  private EntryClaim claim(EntryDecision planned, @Nullable SavepointDirectoryResult directory) {
    var request = new EntryClaimRequest(job, planned, directory);
    return LocalFirst.call(
        RetentionActivities.class, "Decide on " + planned.name(), it -> it.claimEntry(request));
  }

  private static SavepointDirectoryResult directory(FlinkJob cluster) {
    var options = ActivityPolicies.flinkStep("Read Flink's savepoint directory", Optional.empty());
    return Workflow.newActivityStub(FlinkActivities.class, options).savepointDirectory(cluster);
  }

  /** Disposes of a savepoint; a disposal whose outcome is not known counts as failed. */
  private DisposalResult disposed(DisposalRequest request, Instant end) {
    var options =
        ActivityPolicies.within(
            Optional.of(Duration.between(WorkflowClock.now(), end)),
            ActivityPolicies.poll("Dispose of " + request.path()));
    try {
      return Workflow.newActivityStub(FlinkActivities.class, options).dispose(request);
    } catch (ActivityFailure failed) {
      return new DisposalResult(DisposalResult.Status.FAILED, message(failed));
    }
  }

  private String message(ActivityFailure failed) {
    var outage = Outage.of(failed);
    if (outage.ofWholeCluster()) {
      unreachable = Optional.of(outage.message());
    }
    return outage.message();
  }

  private EntryDecision recorded(EntryDecision decision, DisposalResult result) {
    var request = new EntryRecordRequest(job, decision, result);
    return LocalFirst.call(
        RetentionActivities.class,
        "Record the disposal of " + decision.name(),
        InHistory.FIRST,
        it -> it.recordEntry(request));
  }
}
