package io.tidemark.kubernetes.periodic;

import static java.util.Objects.requireNonNull;

import io.tidemark.kubernetes.record.EventSubject;
import io.tidemark.schedule.PeriodicSchedule;
import io.tidemark.schedule.ScheduleSetting;
import io.tidemark.workflow.model.PeriodicSnapshots;

/** What a job asks of one of its schedules. */
sealed interface DesiredSchedule {
  /** Whose schedule it is. */
  PeriodicSnapshots snapshots();

  /**
   * There is to be a schedule.
   *
   * @param times the setting that asks for it
   * @param schedule what it means
   */
  record On(PeriodicSnapshots snapshots, ScheduleSetting times, PeriodicSchedule schedule)
      implements DesiredSchedule {
    public On {
      requireNonNull(snapshots, "snapshots is null");
      requireNonNull(times, "times is null");
      requireNonNull(schedule, "schedule is null");
    }
  }

  /** There is to be none. */
  record Off(PeriodicSnapshots snapshots) implements DesiredSchedule {
    public Off {
      requireNonNull(snapshots, "snapshots is null");
    }
  }

  /**
   * The setting is not understood.
   *
   * @param job whom to tell
   * @param reason key, value and why
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
