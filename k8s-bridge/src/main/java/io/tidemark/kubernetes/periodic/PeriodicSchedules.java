package io.tidemark.kubernetes.periodic;

import io.grpc.Status;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleException;
import io.temporal.client.schedules.ScheduleListDescription;
import io.tidemark.kubernetes.store.WatchedNamespaces;
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

  PeriodicSchedules(ScheduleClient client, PeriodicSettings settings) {
    this.client = client;
    this.settings = settings;
  }

  /**
   * Lists all schedules in these namespaces that are not known to belong to another cluster, each
   * with the fingerprint in its note. It is empty where a user wrote the note, and where the
   * listing does not name the owner, which only a description does then. The listing may be older
   * than the last change.
   */
  Map<PeriodicSnapshots, Optional<ScheduleFingerprint>> list(
      KubernetesCluster cluster, WatchedNamespaces watched) {
    var schedules = new HashMap<PeriodicSnapshots, Optional<ScheduleFingerprint>>();
    client
        .listSchedules(PAGE_SIZE)
        .forEach(
            listed ->
                snapshots(listed, cluster)
                    .filter(snapshots -> watched.include(snapshots.namespace()))
                    .ifPresent(
                        snapshots -> schedules.put(snapshots, fingerprint(listed, cluster))));
    return schedules;
  }

  private static Optional<ScheduleFingerprint> fingerprint(
      ScheduleListDescription listed, KubernetesCluster cluster) {
    return cluster.known() && !owner(listed).known()
        ? Optional.empty()
        : ScheduleFingerprint.parse(listed.getSchedule().getState().getNote());
  }

  /**
   * Creates the schedule; one that exists is described, and updated if its data differs.
   *
   * @throws OtherClusterException if it belongs to another cluster, which has a job of this name,
   *     or to any cluster while ours is not known
   */
  void createOrUpdate(ScheduleDefinition definition, KubernetesCluster cluster) {
    var snapshots = definition.snapshots();
    definition
        .schedule()
        .createOrUpdate(client, snapshots.scheduleId(), cluster, Map.of(MEMO, snapshots));
  }

  /**
   * Deletes the schedule unless another installation, with a task queue or cluster of its own, runs
   * it, or may do so since our cluster is not known. A schedule that does not exist is success.
   */
  void delete(PeriodicSnapshots snapshots, KubernetesCluster cluster) {
    var handle = client.getHandle(snapshots.scheduleId());
    try {
      var described = handle.describe();
      var action = (ScheduleActionStartWorkflow) described.getSchedule().getAction();
      if (!action.getOptions().getTaskQueue().equals(settings.taskQueue())) {
        return;
      }
      var owner = FingerprintedSchedule.owner(described);
      if (!cluster.mayChange(owner)) {
        log.warn(
            "Schedule {} is not deleted: it belongs to the Kubernetes cluster {}, and this is {}",
            snapshots.scheduleId(),
            owner,
            cluster.known() ? cluster : "a cluster whose identity is not known");
        return;
      }
      handle.delete();
      log.info("Deleted schedule {}", snapshots.scheduleId());
    } catch (ScheduleException failed) {
      if (Status.fromThrowable(failed).getCode() != Status.Code.NOT_FOUND) {
        throw failed;
      }
    }
  }

  /** Reads the job from the memo; empty for a schedule that is not of this installation. */
  private Optional<PeriodicSnapshots> snapshots(
      ScheduleListDescription listed, KubernetesCluster cluster) {
    var memo = listed.getMemo(MEMO, PeriodicSnapshots.class, PeriodicSnapshots.class);
    return Optional.ofNullable(memo)
        .filter(snapshots -> !owner(listed).differsFrom(cluster))
        .filter(snapshots -> snapshots.scheduleId().equals(listed.getScheduleId()));
  }

  private static KubernetesCluster owner(ScheduleListDescription listed) {
    return KubernetesCluster.ofMemo(
        listed.getMemo(KubernetesCluster.MEMO, String.class, String.class));
  }
}
