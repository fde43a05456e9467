package io.tidemark.kubernetes.periodic;

import io.grpc.Status;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleException;
import io.temporal.client.schedules.ScheduleListDescription;
import io.tidemark.schedule.FingerprintedSchedule;
import io.tidemark.schedule.OtherClusterException;
import io.tidemark.schedule.ScheduleFingerprint;
import io.tidemark.workflow.model.KubernetesCluster;
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
  private final KubernetesCluster cluster;

  PeriodicSchedules(ScheduleClient client, PeriodicSettings settings, KubernetesCluster cluster) {
    this.client = client;
    this.settings = settings;
    this.cluster = cluster;
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

  /**
   * Creates the schedule; one that exists is described, and updated if its data differs.
   *
   * @throws OtherClusterException if it belongs to another cluster, which has a job of this name
   */
  void createOrUpdate(ScheduleDefinition definition) {
    var snapshots = definition.snapshots();
    definition
        .schedule()
        .createOrUpdate(client, snapshots.scheduleId(), cluster, Map.of(MEMO, snapshots));
  }

  /**
   * Deletes the schedule unless another installation, with a task queue or cluster of its own, runs
   * it. A schedule that does not exist is success.
   */
  void delete(PeriodicSnapshots snapshots) {
    var handle = client.getHandle(snapshots.scheduleId());
    try {
      var described = handle.describe();
      var action = (ScheduleActionStartWorkflow) described.getSchedule().getAction();
      if (action.getOptions().getTaskQueue().equals(settings.taskQueue())
          && !FingerprintedSchedule.owner(described).differsFrom(cluster)) {
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
    var owner =
        KubernetesCluster.ofMemo(
            listed.getMemo(KubernetesCluster.MEMO, String.class, String.class));
    return Optional.ofNullable(memo)
        .filter(snapshots -> !owner.differsFrom(cluster))
        .filter(snapshots -> snapshots.scheduleId().equals(listed.getScheduleId()))
        .filter(snapshots -> settings.namespaces().include(snapshots.namespace()));
  }
}
