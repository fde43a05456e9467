package io.tidemark.kubernetes.periodic;

import io.grpc.Status;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleException;
import io.temporal.client.schedules.ScheduleListDescription;
import io.temporal.client.schedules.ScheduleOptions;
import io.tidemark.schedule.ScheduleFingerprint;
import io.tidemark.workflow.model.PeriodicSnapshots;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads and writes this installation's schedules in Temporal, and no one else's (T3, T7). */
final class PeriodicSchedules {
  private static final Logger log = LoggerFactory.getLogger(PeriodicSchedules.class);

  /** The key in a schedule's memo that names its job; no update can change a memo. */
  private static final String MEMO = "tidemark.snapshots";

  private static final int PAGE_SIZE = 1000;

  private final ScheduleClient client;
  private final PeriodicSettings settings;

  PeriodicSchedules(ScheduleClient client, PeriodicSettings settings) {
    this.client = client;
    this.settings = settings;
  }

  /**
   * Lists all schedules in the watched namespaces, each with the fingerprint in its note, which is
   * empty where a user wrote the note. The listing may be older than the last change.
   */
  Map<PeriodicSnapshots, Optional<ScheduleFingerprint>> list() {
    var schedules = new HashMap<PeriodicSnapshots, Optional<ScheduleFingerprint>>();
    client
        .listSchedules(PAGE_SIZE)
        .forEach(
            listed ->
                snapshots(listed)
                    .ifPresent(snapshots -> schedules.put(snapshots, fingerprint(listed))));
    return schedules;
  }

  private static Optional<ScheduleFingerprint> fingerprint(ScheduleListDescription listed) {
    return ScheduleFingerprint.parse(listed.getSchedule().getState().getNote());
  }

  /** Creates the schedule; one that exists is described, and updated if its data differs. */
  void createOrUpdate(ScheduleDefinition definition) {
    var id = definition.snapshots().scheduleId();
    var options =
        ScheduleOptions.newBuilder().setMemo(Map.of(MEMO, definition.snapshots())).build();
    definition.schedule().createOrUpdate(client, id, options);
  }

  /**
   * Deletes the schedule unless another installation, with a task queue of its own, runs it. A
   * schedule that does not exist is success.
   */
  void delete(PeriodicSnapshots snapshots) {
    var handle = client.getHandle(snapshots.scheduleId());
    try {
      var action = (ScheduleActionStartWorkflow) handle.describe().getSchedule().getAction();
      if (action.getOptions().getTaskQueue().equals(settings.taskQueue())) {
        handle.delete();
        log.info("Deleted schedule {}", snapshots.scheduleId());
      }
    } catch (ScheduleException failed) {
      if (Status.fromThrowable(failed).getCode() != Status.Code.NOT_FOUND) {
        throw failed;
      }
    }
  }

  /** Reads the job from the memo; empty for a schedule that is not of this installation. */
  private Optional<PeriodicSnapshots> snapshots(ScheduleListDescription listed) {
    var memo = listed.getMemo(MEMO, PeriodicSnapshots.class, PeriodicSnapshots.class);
    return Optional.ofNullable(memo)
        .filter(snapshots -> snapshots.scheduleId().equals(listed.getScheduleId()))
        .filter(snapshots -> settings.namespaces().include(snapshots.namespace()));
  }
}
