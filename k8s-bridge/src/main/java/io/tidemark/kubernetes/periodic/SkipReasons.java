package io.tidemark.kubernetes.periodic;

import io.tidemark.kubernetes.legacy.LegacyRequests;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.model.OperatingMode;
import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.kubernetes.store.SnapshotStore;
import io.tidemark.workflow.model.DurationFormatter;
import io.tidemark.workflow.model.SnapshotName;
import io.tidemark.workflow.model.TriggerType;
import io.tidemark.workflow.periodic.DueSnapshot;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Finds reasons to skip a snapshot that is due (T5). */
public final class SkipReasons {
  private static final String RUNNING = "RUNNING";
  private static final Duration REFUSAL_PATIENCE = Duration.ofSeconds(30);

  private final OperatingMode mode;
  private final SnapshotStore snapshots;
  private final InstantSource temporal;
  private final Duration catchUpWindow;

  /**
   * @param mode in the mode companion, jobs carry no snapshots
   * @param temporal the time by Temporal's clock, since the times of a run are by that clock
   * @param catchUpWindow the longest delay after which a missed snapshot is still taken
   */
  public SkipReasons(
      OperatingMode mode, SnapshotStore snapshots, InstantSource temporal, Duration catchUpWindow) {
    this.mode = mode;
    this.snapshots = snapshots;
    this.temporal = temporal;
    this.catchUpWindow = catchUpWindow;
  }

  /** Returns the first reason to skip the snapshot; empty if there is none. */
  Optional<String> first(DueSnapshot due, JobResource job) {
    return late(due)
        .or(() -> notRunning(job))
        .or(() -> unfinished(due))
        .or(() -> carried(due, job));
  }

  /**
   * Returns whether a snapshot that the API server refuses is given up. A longer wait could last
   * until the next one is due, which would end the run without a result.
   */
  boolean endsRefusals(DueSnapshot due) {
    return Duration.between(due.startedAt(), temporal.instant()).compareTo(REFUSAL_PATIENCE) >= 0;
  }

  /**
   * Compares the delay with the catch-up window. Temporal starts a run later than the window only
   * for a backfill, whose delay counts from its start.
   */
  private Optional<String> late(DueSnapshot due) {
    var backfill = Duration.between(due.dueAt(), due.startedAt()).compareTo(catchUpWindow) > 0;
    var delay = Duration.between(backfill ? due.startedAt() : due.dueAt(), temporal.instant());
    return delay.compareTo(catchUpWindow) > 0
        ? Optional.of(
            "it is %s late, and missed snapshots are taken only within %s"
                .formatted(
                    DurationFormatter.of(delay.truncatedTo(ChronoUnit.SECONDS)),
                    DurationFormatter.of(catchUpWindow)))
        : Optional.empty();
  }

  private static Optional<String> notRunning(JobResource job) {
    if (job.beingDeleted()) {
      return Optional.of("the job's resource is being deleted");
    }
    if (job.suspended()) {
      return Optional.of("the job is suspended");
    }
    var state = job.state();
    return state.filter(RUNNING::equals).isPresent()
        ? Optional.empty()
        : Optional.of(state.map("the job is "::concat).orElse("the job has not reported a state"));
  }

  private Optional<String> unfinished(DueSnapshot due) {
    var ownNames = names(due);
    var job = due.snapshots().job();
    return snapshots.periodic(due.snapshots()).stream()
        .map(SnapshotReader::new)
        .filter(snapshot -> snapshot.declaration().job().filter(job::equals).isPresent())
        .filter(snapshot -> !snapshot.state().terminal())
        .map(snapshot -> snapshot.id().name())
        .filter(name -> !ownNames.contains(name))
        .findFirst()
        .map("the previous snapshot %s is not finished"::formatted);
  }

  /** Finds one that the job carries in legacy mode, of which there is one at a time (L3). */
  private Optional<String> carried(DueSnapshot due, JobResource job) {
    if (mode == OperatingMode.COMPANION) {
      return Optional.empty();
    }
    return LegacyRequests.unfinished(job, due.snapshots().type())
        .filter(name -> !names(due).contains(name))
        .map("the previous snapshot %s is not finished"::formatted);
  }

  /** Returns the names that an earlier try of the same run may have given to its snapshot. */
  private static List<String> names(DueSnapshot due) {
    var job = due.snapshots().job();
    var type = due.snapshots().type();
    return List.of(
        SnapshotName.of(job, type, TriggerType.PERIODIC, due.dueAt()),
        SnapshotName.ofNamesake(job, type, TriggerType.PERIODIC, due.dueAt()));
  }
}
