package io.tidemark.kubernetes.retention;

import static java.util.Objects.requireNonNull;

import io.grpc.Status;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleDescription;
import io.temporal.client.schedules.ScheduleException;
import io.tidemark.schedule.FingerprintedSchedule;
import io.tidemark.schedule.OtherClusterException;
import io.tidemark.workflow.model.KubernetesCluster;
import io.tidemark.workflow.model.TaskQueue;
import java.util.Map;
import java.util.Optional;

/**
 * Reads and records the Kubernetes cluster that a task queue serves: the owner of the schedule
 * {@code history-cleanup}, which exists once for each task queue (S6).
 */
public final class TaskQueueOwner {
  private static final String ID = "history-cleanup";

  private final ScheduleClient schedules;
  private final String taskQueue;

  /**
   * @param taskQueue the workers' task queue; one other than the default is part of the schedule's
   *     id, since it belongs to another installation
   */
  public TaskQueueOwner(ScheduleClient schedules, String taskQueue) {
    this.schedules = requireNonNull(schedules, "schedules is null");
    this.taskQueue = requireNonNull(taskQueue, "taskQueue is null");
  }

  String taskQueue() {
    return taskQueue;
  }

  String scheduleId() {
    return taskQueue.equals(TaskQueue.DEFAULT) ? ID : ID + "/" + taskQueue;
  }

  /**
   * Returns the recorded cluster; unknown if there is no schedule, or if it names none.
   *
   * @throws ScheduleException if Temporal does not answer, or refuses to
   */
  public KubernetesCluster read() {
    try {
      return FingerprintedSchedule.owner(schedules.getHandle(scheduleId()).describe());
    } catch (ScheduleException failed) {
      if (Status.fromThrowable(failed).getCode() == Status.Code.NOT_FOUND) {
        return KubernetesCluster.UNKNOWN;
      }
      throw failed;
    }
  }

  /**
   * Creates or updates the schedule, which records the cluster if none is recorded.
   *
   * @return the schedule as it was before; empty if there was none
   * @throws OtherClusterException if another cluster is recorded
   */
  Optional<ScheduleDescription> record(FingerprintedSchedule schedule, KubernetesCluster cluster) {
    return schedule.createOrUpdate(schedules, scheduleId(), cluster, Map.of());
  }
}
