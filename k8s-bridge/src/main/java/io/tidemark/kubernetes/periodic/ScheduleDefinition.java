package io.tidemark.kubernetes.periodic;

import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.SchedulePolicy;
import io.temporal.client.schedules.ScheduleState;
import io.tidemark.workflow.model.DurationFormatter;
import io.tidemark.workflow.model.PeriodicSnapshots;
import io.tidemark.workflow.periodic.PeriodicSnapshotWorkflow;
import java.util.Optional;

/**
 * A schedule as it is to be in Temporal. Pure.
 *
 * @param wish what the job asks for
 * @param settings what holds for all jobs
 */
record ScheduleDefinition(DesiredSchedule.On wish, PeriodicSettings settings) {
  /** To be counted up when the same text becomes another schedule, or a run another workflow. */
  private static final int FORMAT = 1;

  PeriodicSnapshots snapshots() {
    return wish.snapshots();
  }

  /**
   * All that the schedule is made of, in words: the details of its runs and, until somebody writes
   * another one, its note. One that carries the same sentence is the same schedule.
   */
  String sentence() {
    return "`%s` is `%s`. %s. After a downtime the newest one of the last %s is made up for. (Task queue %s, format %d)"
        .formatted(
            wish.times().key(),
            wish.times().text(),
            wish.schedule().description(),
            DurationFormatter.of(settings.catchUpWindow()),
            settings.taskQueue(),
            FORMAT);
  }

  /** The schedule, where there is none. */
  Schedule created() {
    return Schedule.newBuilder()
        .setAction(action())
        .setSpec(wish.schedule().spec())
        .setPolicy(policy())
        .setState(ScheduleState.newBuilder().setNote(sentence()).build())
        .build();
  }

  /**
   * The schedule in place of the one that is there, whose pause, limited actions and note by
   * somebody's hand stay (T3); empty if they are the same.
   */
  Optional<Schedule> replacing(Schedule there) {
    var carried = sentenceOf(there);
    return carried.equals(sentence())
        ? Optional.empty()
        : Optional.of(
            Schedule.newBuilder(there)
                .setAction(action())
                .setSpec(wish.schedule().spec())
                .setPolicy(policy())
                .setState(noted(there.getState(), carried))
                .build());
  }

  private ScheduleState noted(ScheduleState there, String carried) {
    return there.getNote().equals(carried)
        ? ScheduleState.newBuilder(there).setNote(sentence()).build()
        : there;
  }

  private static String sentenceOf(Schedule there) {
    var details = ((ScheduleActionStartWorkflow) there.getAction()).getOptions().getStaticDetails();
    return details == null ? "" : details;
  }

  private ScheduleActionStartWorkflow action() {
    return ScheduleActionStartWorkflow.newBuilder()
        .setWorkflowType(PeriodicSnapshotWorkflow.class)
        .setArguments(snapshots())
        .setOptions(
            WorkflowOptions.newBuilder()
                .setWorkflowId(snapshots().scheduleId())
                .setTaskQueue(settings.taskQueue())
                .setStaticSummary(summary())
                .setStaticDetails(sentence())
                .build())
        .build();
  }

  private String summary() {
    return "Periodic %s of %s in %s"
        .formatted(snapshots().type().word(), snapshots().job(), snapshots().namespace());
  }

  /**
   * Of several that were missed at once, only this policy starts the newest and no other: those
   * that wait for a worker are replaced (T5).
   */
  private SchedulePolicy policy() {
    return SchedulePolicy.newBuilder()
        .setOverlap(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_TERMINATE_OTHER)
        .setCatchupWindow(settings.catchUpWindow())
        .build();
  }
}
