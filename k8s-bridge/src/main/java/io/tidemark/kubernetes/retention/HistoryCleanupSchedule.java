package io.tidemark.kubernetes.retention;

import static java.util.Comparator.naturalOrder;
import static java.util.Objects.requireNonNull;

import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleActionResult;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.ScheduleDescription;
import io.temporal.client.schedules.ScheduleIntervalSpec;
import io.temporal.client.schedules.SchedulePolicy;
import io.temporal.client.schedules.ScheduleSpec;
import io.tidemark.schedule.FingerprintedSchedule;
import io.tidemark.workflow.model.DurationFormatter;
import io.tidemark.workflow.model.KubernetesCluster;
import io.tidemark.workflow.retention.HistoryCleanupRequest;
import io.tidemark.workflow.retention.HistoryCleanupWorkflow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Maintains the Temporal Schedule that starts the history cleanup (H1). There is one for each task
 * queue, so it also records the cluster that the queue serves ({@link TaskQueueOwner}). Each sweep
 * creates it if it does not exist, so a wiped Temporal needs no restart. An update happens only
 * when our settings have changed, and keeps a user's pause and note.
 */
public final class HistoryCleanupSchedule {
  private static final Logger log = LoggerFactory.getLogger(HistoryCleanupSchedule.class);

  /** Missed runs are not caught up, since the next run deletes the same snapshots. */
  private static final Duration CATCH_UP_WINDOW = Duration.ofSeconds(10);

  /**
   * The time-out of a run that is stuck, together with those that it continued as: the next one
   * starts after it. A run that is not stuck ends itself long before.
   */
  private static final Duration LONGEST_RUN = Duration.ofHours(1);

  private final TaskQueueOwner owner;
  private final Duration interval;
  private final Supplier<KubernetesCluster> cluster;
  private final FingerprintedSchedule schedule;

  /** The time by which the next run should have started; null while none is expected. */
  private volatile @Nullable Instant nextRun;

  /**
   * @param owner the schedule's place in Temporal
   * @param cluster the cluster that this installation serves; may throw while the API server does
   *     not answer
   */
  public HistoryCleanupSchedule(
      TaskQueueOwner owner, Duration interval, Supplier<KubernetesCluster> cluster) {
    this.owner = requireNonNull(owner, "owner is null");
    this.interval = requireNonNull(interval, "interval is null");
    this.cluster = requireNonNull(cluster, "cluster is null");
    this.schedule =
        new FingerprintedSchedule(
            definition(owner, interval), List.of(), sentence(owner.taskQueue(), interval));
  }

  /** Creates the schedule, or updates it if the settings differ; a failure is logged. */
  public void ensure() {
    try {
      nextRun = owner.record(schedule, cluster.get()).map(this::nextRun).orElse(null);
    } catch (RuntimeException failed) {
      log.warn(
          "Schedule {} could not be created or updated; the next sweep will retry: {}",
          owner.scheduleId(),
          failed.toString());
      log.debug("Cause", failed);
    }
  }

  /**
   * Returns the time for which a run has been overdue when the schedule was last ensured: a run
   * that is stuck keeps the next ones from starting. Zero for a schedule that is paused.
   */
  public Duration overdue(Instant now) {
    return Optional.ofNullable(nextRun)
        .filter(now::isAfter)
        .map(due -> Duration.between(due, now))
        .orElse(Duration.ZERO);
  }

  /**
   * Forgets when a run is due, until the schedule is ensured again: this replica may not have done
   * so for a long time.
   */
  public void forgetNextRun() {
    nextRun = null;
  }

  private @Nullable Instant nextRun(ScheduleDescription current) {
    if (current.getSchedule().getState().isPaused()) {
      return null;
    }
    var info = current.getInfo();
    return Stream.concat(
            Stream.of(info.getCreatedAt(), info.getLastUpdatedAt()),
            info.getRecentActions().stream().map(ScheduleActionResult::getStartedAt))
        .filter(Objects::nonNull)
        .max(naturalOrder())
        .map(last -> last.plus(interval))
        .orElse(null);
  }

  private static String sentence(String taskQueue, Duration interval) {
    return "Every %s, deletes old snapshots of running jobs; the result of a run gives the reasons. Task queue %s."
        .formatted(DurationFormatter.of(interval), taskQueue);
  }

  private static Schedule definition(TaskQueueOwner owner, Duration interval) {
    return Schedule.newBuilder()
        .setAction(action(owner))
        .setSpec(
            ScheduleSpec.newBuilder()
                .setIntervals(List.of(new ScheduleIntervalSpec(interval)))
                .build())
        .setPolicy(
            SchedulePolicy.newBuilder()
                .setOverlap(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_SKIP)
                .setCatchupWindow(CATCH_UP_WINDOW)
                .build())
        .build();
  }

  private static ScheduleActionStartWorkflow action(TaskQueueOwner owner) {
    var options =
        WorkflowOptions.newBuilder()
            .setWorkflowId(owner.scheduleId())
            .setTaskQueue(owner.taskQueue())
            .setWorkflowExecutionTimeout(LONGEST_RUN)
            .setStaticSummary("Clean up the snapshot history")
            .build();
    return ScheduleActionStartWorkflow.newBuilder()
        .setWorkflowType(HistoryCleanupWorkflow.class)
        .setArguments(HistoryCleanupRequest.ALL)
        .setOptions(options)
        .build();
  }
}
