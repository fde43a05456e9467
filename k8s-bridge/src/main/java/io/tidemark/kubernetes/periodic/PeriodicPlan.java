package io.tidemark.kubernetes.periodic;

import io.tidemark.kubernetes.model.JobAnnotations;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.periodic.DesiredSchedule.Invalid;
import io.tidemark.kubernetes.periodic.DesiredSchedule.Off;
import io.tidemark.kubernetes.periodic.DesiredSchedule.On;
import io.tidemark.kubernetes.record.EventSubject;
import io.tidemark.schedule.InvalidScheduleException;
import io.tidemark.schedule.ScheduleSetting;
import io.tidemark.schedule.ScheduleParser;
import io.tidemark.workflow.model.PeriodicSnapshots;
import io.tidemark.workflow.model.SnapshotType;
import java.util.Arrays;
import java.util.List;

/**
 * Which schedules a job asks for (T2, T4, M1). Pure.
 *
 * @param settings what holds for all jobs
 */
record PeriodicPlan(PeriodicSettings settings) {
  private static final String SYSTEM_TIME_ZONE = "TIDEMARK_TIME_ZONE";

  /** One wish for each type of snapshot. */
  List<DesiredSchedule> of(JobResource job) {
    return Arrays.stream(SnapshotType.values()).map(type -> of(job, type)).toList();
  }

  /** What a job asks whose resource is gone. */
  static List<DesiredSchedule> ofGone(JobResource job) {
    return Arrays.stream(SnapshotType.values())
        .<DesiredSchedule>map(type -> new Off(snapshots(job, type)))
        .toList();
  }

  DesiredSchedule of(JobResource job, SnapshotType type) {
    var snapshots = snapshots(job, type);
    if (job.beingDeleted()) {
      return new Off(snapshots);
    }
    var times = times(job, type);
    try {
      return ScheduleParser.parse(times, timeZone(job), snapshots)
          .<DesiredSchedule>map(schedule -> new On(snapshots, times, schedule))
          .orElseGet(() -> new Off(snapshots));
    } catch (InvalidScheduleException invalid) {
      return new Invalid(snapshots, EventSubject.of(job), invalid.getMessage());
    }
  }

  private static PeriodicSnapshots snapshots(JobResource job, SnapshotType type) {
    return new PeriodicSnapshots(job.getMetadata().getNamespace(), job.reference(), type);
  }

  /** The annotation, also one that says off, wins over the configuration. */
  private ScheduleSetting times(JobResource job, SnapshotType type) {
    var annotation = JobAnnotations.periodic(type);
    return job.annotation(annotation)
        .map(text -> new ScheduleSetting(annotation, text))
        .orElseGet(() -> configured(job, type));
  }

  private ScheduleSetting configured(JobResource job, SnapshotType type) {
    var key = "kubernetes.operator.periodic." + type.word() + ".interval";
    return switch (settings.mode()) {
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
