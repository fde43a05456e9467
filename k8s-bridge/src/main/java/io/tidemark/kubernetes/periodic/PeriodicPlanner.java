package io.tidemark.kubernetes.periodic;

import io.tidemark.kubernetes.model.JobAnnotations;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.model.OperatingMode;
import io.tidemark.kubernetes.periodic.DesiredSchedule.Invalid;
import io.tidemark.kubernetes.periodic.DesiredSchedule.Off;
import io.tidemark.kubernetes.periodic.DesiredSchedule.On;
import io.tidemark.kubernetes.record.EventSubject;
import io.tidemark.schedule.InvalidScheduleException;
import io.tidemark.schedule.ScheduleParser;
import io.tidemark.schedule.ScheduleSetting;
import io.tidemark.workflow.model.SnapshotType;
import java.util.Arrays;
import java.util.List;

/**
 * Decides which schedules a job asks for (T2, T4, M1). Pure.
 *
 * @param settings the settings that hold for all jobs
 */
record PeriodicPlanner(PeriodicSettings settings) {
  private static final String SYSTEM_TIME_ZONE = "TIDEMARK_TIME_ZONE";

  /** Returns one desired schedule for each type of snapshot. */
  List<DesiredSchedule> plan(JobResource job) {
    return Arrays.stream(SnapshotType.values()).map(type -> plan(job, type)).toList();
  }

  /** Returns that a job whose resource does not exist any more asks for no schedule. */
  static List<DesiredSchedule> planForGone(JobResource job) {
    return Arrays.stream(SnapshotType.values())
        .<DesiredSchedule>map(type -> new Off(job.snapshots(type)))
        .toList();
  }

  DesiredSchedule plan(JobResource job, SnapshotType type) {
    var snapshots = job.snapshots(type);
    if (job.beingDeleted()) {
      return new Off(snapshots);
    }
    var setting = setting(job, type);
    try {
      return ScheduleParser.parse(setting, timeZone(job), snapshots)
          .<DesiredSchedule>map(schedule -> new On(snapshots, setting, schedule))
          .orElseGet(() -> new Off(snapshots));
    } catch (InvalidScheduleException invalid) {
      return new Invalid(snapshots, EventSubject.of(job), invalid.getMessage());
    }
  }

  /** The annotation wins over the configuration, also when it turns the schedule off. */
  private ScheduleSetting setting(JobResource job, SnapshotType type) {
    var annotation = JobAnnotations.periodic(type);
    return job.annotation(annotation)
        .map(text -> new ScheduleSetting(annotation, text))
        .orElseGet(() -> configured(job, type));
  }

  private ScheduleSetting configured(JobResource job, SnapshotType type) {
    var key = "kubernetes.operator.periodic." + type.word() + ".interval";
    var mode = job.handledByReference() ? OperatingMode.COMPANION : settings.mode();
    return switch (mode) {
      case COMPANION -> new ScheduleSetting(key, "");
      case STANDALONE -> new ScheduleSetting(key, job.configuration().first(key).orElse(""));
    };
  }

  private ScheduleSetting timeZone(JobResource job) {
    return job.annotation(JobAnnotations.TIME_ZONE)
        .filter(text -> !text.isBlank())
        .map(text -> new ScheduleSetting(JobAnnotations.TIME_ZONE, text))
        .orElseGet(() -> new ScheduleSetting(SYSTEM_TIME_ZONE, settings.timeZone().getId()));
  }
}
