package io.tidemark.schedule;

import static java.util.Objects.requireNonNull;

import io.temporal.client.WorkflowOptions;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.ScheduleState;
import java.util.List;
import java.util.Optional;

/**
 * A Temporal Schedule as Tidemark wants it. Its note and the details of its action are a sentence
 * for users, followed by a fingerprint of the schedule's data. The fingerprint alone decides
 * whether a schedule in Temporal has to be updated, so a sentence that only reads differently
 * updates nothing.
 */
public final class FingerprintedSchedule {
  private final Schedule data;
  private final String text;
  private final ScheduleFingerprint fingerprint;

  /**
   * @param data spec, policies and an action that starts a workflow; its note and details are
   *     replaced
   * @param quoted the settings that the sentence quotes
   * @param sentence the schedule in words, for its note
   */
  public FingerprintedSchedule(Schedule data, List<ScheduleSetting> quoted, String sentence) {
    this.data = requireNonNull(data, "data is null");
    this.fingerprint = ScheduleFingerprint.of(data, quoted);
    this.text = fingerprint.appendTo(sentence);
  }

  public ScheduleFingerprint fingerprint() {
    return fingerprint;
  }

  /** Returns the schedule's text: the sentence and the fingerprint. */
  public String text() {
    return text;
  }

  /** Returns the schedule to create where there is none. */
  public Schedule toCreate() {
    return Schedule.newBuilder(data)
        .setAction(action())
        .setState(ScheduleState.newBuilder().setNote(text).build())
        .build();
  }

  /**
   * Returns the schedule to replace the current one with; empty if nothing but wording differs. The
   * pause, the limit on actions and a note that a user wrote stay as they are.
   *
   * @param current as Temporal describes it
   */
  public Optional<Schedule> toReplace(Schedule current) {
    var details = details(current);
    return ScheduleFingerprint.parse(details).filter(fingerprint::equals).isPresent()
        ? Optional.empty()
        : Optional.of(
            Schedule.newBuilder(toCreate()).setState(state(current.getState(), details)).build());
  }

  /** A note that still equals the details was written with them, and not by a user. */
  private ScheduleState state(ScheduleState current, String details) {
    return current.getNote().equals(details)
        ? ScheduleState.newBuilder(current).setNote(text).build()
        : current;
  }

  private static String details(Schedule schedule) {
    var details =
        ((ScheduleActionStartWorkflow) schedule.getAction()).getOptions().getStaticDetails();
    return details == null ? "" : details;
  }

  private ScheduleActionStartWorkflow action() {
    var action = (ScheduleActionStartWorkflow) data.getAction();
    var options = WorkflowOptions.newBuilder(action.getOptions()).setStaticDetails(text).build();
    return ScheduleActionStartWorkflow.newBuilder(action).setOptions(options).build();
  }
}
