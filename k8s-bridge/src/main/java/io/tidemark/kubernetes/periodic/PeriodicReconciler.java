package io.tidemark.kubernetes.periodic;

import io.temporal.client.schedules.ScheduleClient;
import io.tidemark.kubernetes.bridge.JobFollower;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.periodic.DesiredSchedule.Invalid;
import io.tidemark.kubernetes.periodic.DesiredSchedule.Off;
import io.tidemark.kubernetes.periodic.DesiredSchedule.On;
import io.tidemark.kubernetes.record.EventPublisher;
import io.tidemark.kubernetes.store.JobStore;
import io.tidemark.workflow.model.PeriodicSnapshots;
import io.tidemark.workflow.resource.EventReason;
import io.tidemark.workflow.resource.ResourceEvent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the schedules in Temporal those that the jobs ask for. Several may do so at once: each step
 * is the same for all of them, and may be repeated (T2, T3, T7).
 */
public final class PeriodicReconciler implements JobFollower {
  private static final Logger log = LoggerFactory.getLogger(PeriodicReconciler.class);

  private final PeriodicPlan plan;
  private final PeriodicSettings settings;
  private final PeriodicSchedules schedules;
  private final JobStore jobs;
  private final EventPublisher events;

  /** The schedules that are there, with the notes of the last listing or put there since. */
  private final Map<PeriodicSnapshots, String> notes = new HashMap<>();

  /** What has been done, or told, and need not be again. */
  private final Map<PeriodicSnapshots, DesiredSchedule> settled = new HashMap<>();

  /** Before that, one listing will say of all jobs at once what need not be done. */
  private boolean swept;

  public PeriodicReconciler(
      ScheduleClient temporal, PeriodicSettings settings, JobStore jobs, EventPublisher events) {
    this.plan = new PeriodicPlan(settings);
    this.settings = settings;
    this.schedules = new PeriodicSchedules(temporal, settings);
    this.jobs = jobs;
    this.events = events;
  }

  @Override
  public void changed(JobResource job) {
    if (swept) {
      plan.of(job).forEach(this::settle);
    }
  }

  @Override
  public void gone(JobResource last) {
    PeriodicPlan.ofGone(last).forEach(this::settle);
  }

  @Override
  public void sweep(List<JobResource> all) {
    var listed = schedules.notes();
    notes.clear();
    notes.putAll(listed);
    settled.values().removeIf(wish -> wish instanceof On && !notes.containsKey(wish.snapshots()));
    swept = true;
    var wishes = all.stream().flatMap(job -> plan.of(job).stream()).toList();
    wishes.forEach(wish -> regardless(wish.snapshots(), () -> settle(wish)));
    var orphans = new HashSet<>(notes.keySet());
    wishes.forEach(wish -> orphans.remove(wish.snapshots()));
    orphans.forEach(orphan -> regardless(orphan, () -> revisit(orphan)));
  }

  /** What is refused for one schedule holds up no other. */
  private static void regardless(PeriodicSnapshots snapshots, Runnable step) {
    try {
      step.run();
    } catch (RuntimeException failed) {
      log.warn("{} is left to the next sweep: {}", snapshots.scheduleId(), failed.toString());
      log.debug("It failed because of this", failed);
    }
  }

  /** The job may have come since all were listed, or be seen by another replica only. */
  private void revisit(PeriodicSnapshots orphan) {
    var job = jobs.read(orphan.namespace(), orphan.job());
    settle(job.map(it -> plan.of(it, orphan.type())).orElseGet(() -> new Off(orphan)));
  }

  private void settle(DesiredSchedule wish) {
    if (wish.equals(settled.get(wish.snapshots()))) {
      return;
    }
    settled.remove(wish.snapshots());
    if (wish instanceof Off) {
      delete(wish.snapshots());
      return;
    }
    if (wish instanceof On on) {
      put(new ScheduleDefinition(on, settings));
    }
    if (wish instanceof Invalid invalid) {
      tell(invalid);
    }
    settled.put(wish.snapshots(), wish);
  }

  private void put(ScheduleDefinition draft) {
    var snapshots = draft.snapshots();
    if (!draft.sentence().equals(notes.get(snapshots))) {
      notes.put(snapshots, ""); // not known, should this fail half-way
      schedules.put(draft);
      notes.put(snapshots, draft.sentence());
    }
  }

  private void delete(PeriodicSnapshots snapshots) {
    if (notes.containsKey(snapshots)) {
      schedules.delete(snapshots);
      notes.remove(snapshots);
    }
  }

  /** What was valid last stays: a slip of the pen must not cost a job its savepoints. */
  private void tell(Invalid invalid) {
    var consequence =
        notes.containsKey(invalid.snapshots())
            ? "The schedule stays as it was until this is corrected or removed"
            : "There is no schedule until this is corrected";
    var message = "%s. %s.".formatted(invalid.reason(), consequence);
    events.publish(
        invalid.job(), new ResourceEvent(EventReason.INVALID_SETTING, message, invalid.reason()));
  }
}
