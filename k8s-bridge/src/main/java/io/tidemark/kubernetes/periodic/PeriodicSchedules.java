package io.tidemark.kubernetes.periodic;

import io.grpc.Status;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.ScheduleAlreadyRunningException;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleException;
import io.temporal.client.schedules.ScheduleListDescription;
import io.temporal.client.schedules.ScheduleOptions;
import io.temporal.client.schedules.ScheduleUpdate;
import io.tidemark.workflow.model.PeriodicSnapshots;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The schedules of this installation in Temporal; those of others are not touched (T3, T7). */
final class PeriodicSchedules {
  private static final Logger log = LoggerFactory.getLogger(PeriodicSchedules.class);

  /** Names the job in the schedule's memo, which no update changes. */
  private static final String MEMO = "tidemark.snapshots";

  private static final int PAGE_SIZE = 1000;

  private final ScheduleClient client;
  private final PeriodicSettings settings;

  PeriodicSchedules(ScheduleClient client, PeriodicSettings settings) {
    this.client = client;
    this.settings = settings;
  }

  /** The notes of all schedules in the watched namespaces; may be older than the last change. */
  Map<PeriodicSnapshots, String> notes() {
    var notes = new HashMap<PeriodicSnapshots, String>();
    client
        .listSchedules(PAGE_SIZE)
        .forEach(
            listed ->
                snapshots(listed)
                    .ifPresent(it -> notes.put(it, listed.getSchedule().getState().getNote())));
    return notes;
  }

  /** Creates the schedule, or makes the one that is there the same. */
  void put(ScheduleDefinition draft) {
    var snapshots = draft.snapshots();
    var options = ScheduleOptions.newBuilder().setMemo(Map.of(MEMO, snapshots)).build();
    try {
      client.createSchedule(snapshots.scheduleId(), draft.created(), options);
      log.info("Schedule {} created: {}", snapshots.scheduleId(), draft.sentence());
    } catch (ScheduleAlreadyRunningException there) {
      client
          .getHandle(snapshots.scheduleId())
          .update(input -> update(draft, input.getDescription().getSchedule()));
    }
  }

  /** Null where there is nothing to change. */
  private static @Nullable ScheduleUpdate update(ScheduleDefinition draft, Schedule there) {
    var changed = draft.replacing(there);
    if (changed.isEmpty()) {
      return null;
    }
    log.info("Schedule {} changed: {}", draft.snapshots().scheduleId(), draft.sentence());
    return new ScheduleUpdate(changed.get());
  }

  /**
   * Deletes the schedule unless another installation, with a task queue of its own, runs it. One
   * that is gone is success.
   */
  void delete(PeriodicSnapshots snapshots) {
    var handle = client.getHandle(snapshots.scheduleId());
    try {
      var action = (ScheduleActionStartWorkflow) handle.describe().getSchedule().getAction();
      if (action.getOptions().getTaskQueue().equals(settings.taskQueue())) {
        handle.delete();
        log.info("Schedule {} deleted", snapshots.scheduleId());
      }
    } catch (ScheduleException failed) {
      if (Status.fromThrowable(failed).getCode() != Status.Code.NOT_FOUND) {
        throw failed;
      }
    }
  }

  /** Empty for what is not ours. */
  private Optional<PeriodicSnapshots> snapshots(ScheduleListDescription listed) {
    var memo = listed.getMemo(MEMO, PeriodicSnapshots.class, PeriodicSnapshots.class);
    return Optional.ofNullable(memo)
        .filter(it -> it.scheduleId().equals(listed.getScheduleId()))
        .filter(it -> settings.namespaces().include(it.namespace()));
  }
}
