package io.tidemark.kubernetes.periodic;

import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.SchedulePolicy;
import io.temporal.common.SearchAttributes;
import io.tidemark.schedule.FingerprintedSchedule;
import io.tidemark.workflow.model.DurationFormatter;
import io.tidemark.workflow.model.PeriodicSnapshots;
import io.tidemark.workflow.periodic.PeriodicSnapshotWorkflow;
import java.util.List;

/**
 * Defines the Temporal Schedule that a job asks for. Pure.
 *
 * @param desired the job's setting and its meaning
 * @param settings the settings that hold for all jobs
 * @param searchAttributes of the schedule and its runs
 */
record ScheduleDefinition(
    DesiredSchedule.On desired, PeriodicSettings settings, SearchAttributes searchAttributes) {
  PeriodicSnapshots snapshots() {
    return desired.snapshots();
  }

  /** Returns the schedule with its note, its details and the fingerprint of its data. */
  FingerprintedSchedule schedule() {
    var schedule =
        Schedule.newBuilder()
            .setAction(action())
            .setSpec(desired.schedule().spec())
            .setPolicy(policy())
            .build();
    return new FingerprintedSchedule(schedule, List.of(desired.setting()), sentence());
  }

  private String sentence() {
    return "`%s` is `%s`. %s. After a downtime, only the latest missed run is caught up, within %s. Task queue %s."
        .formatted(
            desired.setting().key(),
            desired.setting().text(),
            desired.schedule().description(),
            DurationFormatter.of(settings.catchUpWindow()),
            settings.taskQueue());
  }

  private ScheduleActionStartWorkflow action() {
    return ScheduleActionStartWorkflow.newBuilder()
        .setWorkflowType(PeriodicSnapshotWorkflow.class)
        .setArguments(snapshots())
        .setOptions(
            WorkflowOptions.newBuilder()
                .setWorkflowId(snapshots().scheduleId())
                .setTaskQueue(settings.taskQueue())
                .setTypedSearchAttributes(searchAttributes)
                .setStaticSummary(summary())
                .build())
        .build();
  }

  private String summary() {
    return "Periodic %s of %s in %s"
        .formatted(snapshots().type().word(), snapshots().job(), snapshots().namespace());
  }

  /**
   * Returns the policies of the schedule. Of several runs that were missed at once, only this
   * overlap policy leaves the latest: it terminates those that still wait for a worker (T5).
   */
  private SchedulePolicy policy() {
    return SchedulePolicy.newBuilder()
        .setOverlap(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_TERMINATE_OTHER)
        .setCatchupWindow(settings.catchUpWindow())
        .build();
  }
}
