package io.tidemark.kubernetes.retention;

import static java.util.Objects.requireNonNull;

import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.ScheduleAlreadyRunningException;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleIntervalSpec;
import io.temporal.client.schedules.ScheduleOptions;
import io.temporal.client.schedules.SchedulePolicy;
import io.temporal.client.schedules.ScheduleSpec;
import io.temporal.client.schedules.ScheduleState;
import io.temporal.client.schedules.ScheduleUpdate;
import io.temporal.common.converter.EncodedValues;
import io.tidemark.workflow.model.DurationFormatter;
import io.tidemark.workflow.retention.HistoryCleanupRequest;
import io.tidemark.workflow.retention.HistoryCleanupWorkflow;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the Temporal Schedule that cleans up (H1). Each sweep makes sure that it is there, so a
 * wiped Temporal needs no restart; it is changed only when our settings have, so that what people
 * do to it, such as a pause, stays.
 */
public final class HistoryCleanupSchedule {
  private static final Logger log = LoggerFactory.getLogger(HistoryCleanupSchedule.class);

  private static final String ID = "history-cleanup";
  private static final String DEFAULT_TASK_QUEUE = "tidemark";
  private static final String NOTE =
      "Deletes the snapshots that the history of running jobs need not keep.";

  /** In the memo of the runs: what the schedule was made of. */
  private static final String SETTINGS = "settings";

  /** What was missed is not made up: the next run deletes the same. */
  private static final Duration CATCH_UP = Duration.ofSeconds(10);

  private final ScheduleClient schedules;
  private final String id;
  private final Schedule wanted;
  private final String settings;

  /**
   * @param taskQueue the workers' task queue; another one than the default is part of the id, since
   *     it belongs to another installation
   */
  public HistoryCleanupSchedule(ScheduleClient schedules, String taskQueue, Duration interval) {
    requireNonNull(taskQueue, "taskQueue is null");
    this.schedules = requireNonNull(schedules, "schedules is null");
    this.id = taskQueue.equals(DEFAULT_TASK_QUEUE) ? ID : ID + "/" + taskQueue;
    this.settings =
        "every %s on task queue %s".formatted(DurationFormatter.of(interval), taskQueue);
    this.wanted =
        Schedule.newBuilder()
            .setAction(action(taskQueue))
            .setSpec(
                ScheduleSpec.newBuilder()
                    .setIntervals(List.of(new ScheduleIntervalSpec(interval)))
                    .build())
            .setPolicy(
                SchedulePolicy.newBuilder()
                    .setOverlap(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_SKIP)
                    .setCatchupWindow(CATCH_UP)
                    .build())
            .setState(ScheduleState.newBuilder().setNote(NOTE).build())
            .build();
  }

  /** Creates the schedule, or updates it if the settings differ; a failure is logged. */
  public void ensure() {
    try {
      createOrUpdate();
    } catch (RuntimeException failed) {
      log.warn(
          "Schedule {} could not be created or updated; the next sweep will retry: {}",
          id,
          failed.toString());
      log.debug("Cause", failed);
    }
  }

  private void createOrUpdate() {
    try {
      schedules.createSchedule(id, wanted, ScheduleOptions.newBuilder().build());
      log.info("Schedule {} created: {}", id, settings);
    } catch (ScheduleAlreadyRunningException there) {
      schedules.getHandle(id).update(now -> update(now.getDescription().getSchedule()));
    }
  }

  /** Null where there is nothing to change. */
  private @Nullable ScheduleUpdate update(Schedule there) {
    if (settings.equals(settingsOf(there))) {
      return null;
    }
    log.info("Schedule {} changed: {}", id, settings);
    return new ScheduleUpdate(Schedule.newBuilder(wanted).setState(there.getState()).build());
  }

  private static @Nullable String settingsOf(Schedule schedule) {
    var memo = ((ScheduleActionStartWorkflow) schedule.getAction()).getOptions().getMemo();
    return memo != null && memo.get(SETTINGS) instanceof EncodedValues encoded
        ? encoded.get(0, String.class)
        : null;
  }

  private ScheduleActionStartWorkflow action(String taskQueue) {
    var options =
        WorkflowOptions.newBuilder()
            .setWorkflowId(id)
            .setTaskQueue(taskQueue)
            .setMemo(Map.of(SETTINGS, settings))
            .setStaticSummary("Clean up the history of snapshots")
            .setStaticDetails(NOTE + " The result says which, and why.")
            .build();
    return ScheduleActionStartWorkflow.newBuilder()
        .setWorkflowType(HistoryCleanupWorkflow.class)
        .setArguments(HistoryCleanupRequest.ALL)
        .setOptions(options)
        .build();
  }
}
