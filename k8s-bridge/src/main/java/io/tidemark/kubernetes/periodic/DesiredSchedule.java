package io.tidemark.kubernetes.periodic;

import static java.util.Objects.requireNonNull;

import io.tidemark.kubernetes.record.EventSubject;
import io.tidemark.schedule.PeriodicSchedule;
import io.tidemark.schedule.ScheduleSetting;
import io.tidemark.workflow.model.PeriodicSnapshots;

/** The schedule that a job asks for, for one type of snapshot. */
sealed interface DesiredSchedule {
  /** Returns the job and the type of snapshot that the schedule is for. */
  PeriodicSnapshots snapshots();

  /**
   * The job asks for a schedule.
   *
   * @param setting the annotation or configuration key that asks for it
   * @param schedule the meaning of the setting
   */
  record On(PeriodicSnapshots snapshots, ScheduleSetting setting, PeriodicSchedule schedule)
      implements DesiredSchedule {
    public On {
      requireNonNull(snapshots, "snapshots is null");
      requireNonNull(setting, "setting is null");
      requireNonNull(schedule, "schedule is null");
    }
  }

  /** The job asks for no schedule. */
  record Off(PeriodicSnapshots snapshots) implements DesiredSchedule {
    public Off {
      requireNonNull(snapshots, "snapshots is null");
    }
  }

  /**
   * The setting cannot be parsed.
   *
   * @param job the subject of the event that reports it
   * @param reason key, value and the reason, for the job's owner
   */
  record Invalid(PeriodicSnapshots snapshots, EventSubject job, String reason)
      implements DesiredSchedule {
    public Invalid {
      requireNonNull(snapshots, "snapshots is null");
      requireNonNull(job, "job is null");
      requireNonNull(reason, "reason is null");
    }
  }
}
