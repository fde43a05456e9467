package io.tidemark.e2e;

import static io.tidemark.dev.Waits.await;

import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleDescription;
import io.temporal.client.schedules.ScheduleIntervalSpec;
import io.temporal.client.schedules.ScheduleListDescription;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.tidemark.dev.TemporalServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The schedules of one namespace's jobs, and what they have created. */
final class Schedules implements AutoCloseable {
  private final Story story;
  private final Temporal temporal;
  private final WorkflowServiceStubs stubs;
  private final ScheduleClient client;

  private Schedules(Story story, TemporalServer server) {
    this.story = story;
    this.temporal = new Temporal(server);
    this.stubs = Temporal.connect(server);
    this.client = ScheduleClient.newInstance(stubs);
  }

  /** The schedules on the Temporal server that all share. */
  static Schedules of(Story story) {
    return of(story, story.stack().temporal());
  }

  /** The schedules on a server of the story's own. */
  static Schedules of(Story story, TemporalServer server) {
    return new Schedules(story, server);
  }

  /** The id of the schedule that a FlinkDeployment has for savepoints. */
  String id(String deployment) {
    return id("savepoint", "FlinkDeployment", deployment);
  }

  String id(String type, String kind, String job) {
    return "periodic-%s/%s/%s/%s".formatted(type, story.namespace(), kind, job);
  }

  /** {@code kubectl annotate} of a FlinkDeployment. */
  void annotate(String deployment, String... annotations) {
    var words = new ArrayList<>(List.of("annotate", "--overwrite", "flinkdep", deployment));
    words.addAll(List.of(annotations));
    story.snapshots().kubectl(words.toArray(String[]::new));
  }

  /** {@code temporal schedule …} of this schedule. */
  void command(String command, String id, String... more) {
    var words = new ArrayList<>(List.of("schedule", command, "--schedule-id", id));
    words.addAll(List.of(more));
    temporal.temporal(words.toArray(String[]::new));
  }

  /** The listed schedule, which may be a little older than the truth. */
  Optional<ScheduleListDescription> listed(String id) {
    return client.listSchedules().filter(it -> it.getScheduleId().equals(id)).findFirst();
  }

  /** All listed schedules of the story's namespace. */
  List<ScheduleListDescription> listed() {
    return client
        .listSchedules()
        .filter(it -> it.getScheduleId().contains("/" + story.namespace() + "/"))
        .toList();
  }

  ScheduleDescription get(String id) {
    return client.getHandle(id).describe();
  }

  void awaitThere(String id) {
    await("schedule " + id).until(() -> listed(id).isPresent());
  }

  void awaitGone(String id) {
    await("no schedule " + id).until(() -> listed(id).isEmpty());
  }

  ScheduleDescription awaitInterval(String id, Duration interval) {
    awaitThere(id);
    return await(id + " every " + interval)
        .until(() -> get(id), it -> interval(it).equals(Optional.of(interval)));
  }

  static Optional<Duration> interval(ScheduleDescription schedule) {
    return schedule.getSchedule().getSpec().getIntervals().stream()
        .findFirst()
        .map(ScheduleIntervalSpec::getEvery);
  }

  static ScheduleActionStartWorkflow action(ScheduleDescription schedule) {
    return (ScheduleActionStartWorkflow) schedule.getSchedule().getAction();
  }

  /** The snapshots of a job by its name. */
  List<Snapshot> snapshots(String job) {
    return story.snapshots().labelled("job-reference.name", job);
  }

  /** Waits for one that is COMPLETED and as it should be. */
  Snapshot awaitCompleted(String job, Predicate<Snapshot> more) {
    return await("a COMPLETED snapshot of " + job)
        .until(
            () ->
                snapshots(job).stream()
                    .filter(it -> it.state().equals("COMPLETED"))
                    .filter(more)
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  Snapshot awaitCompleted(String job) {
    return awaitCompleted(job, any -> true);
  }

  /** Pauses the schedule and waits until Temporal confirms it. */
  void pause(String id, String reason) {
    toggle(id, "--pause", reason);
  }

  /** Resumes a paused schedule, which leaves out what was due in between. */
  void unpause(String id, String reason) {
    toggle(id, "--unpause", reason);
  }

  private void toggle(String id, String option, String reason) {
    command("toggle", id, option, "--reason", reason);
    await(id + " " + option)
        .until(() -> get(id).getSchedule().getState().isPaused() == option.equals("--pause"));
  }

  /** Returns how many runs the schedule has started. */
  long started(String id) {
    return get(id).getInfo().getNumActions();
  }

  /**
   * Waits until a paused schedule has started everything that was due. While it terminates a run,
   * the next one still waits.
   *
   * @return when the latest run was due
   */
  Instant awaitNothingLeftToStart(String id) {
    await(id + " to start what is due")
        .until(() -> temporal.schedule(id).at("/info/bufferSize").asInt() == 0);
    var runs = get(id).getInfo().getRecentActions();
    return runs.get(runs.size() - 1).getScheduledAt();
  }

  /** Returns whether the run that was due then is listed as completed by now. */
  boolean hasCompleted(String id, Instant due) {
    var query = "WorkflowId='%s-%s' AND ExecutionStatus='Completed'".formatted(id, due);
    return !temporal.listed(query).isEmpty();
  }

  /** The time in the name of a snapshot that a schedule has created. */
  static Instant due(Snapshot snapshot) {
    var name = snapshot.text("/metadata/name");
    var millis = name.replaceFirst(".*-periodic-(\\d+).*", "$1");
    return Instant.ofEpochMilli(Long.parseLong(millis));
  }

  @Override
  public void close() {
    stubs.shutdownNow();
  }
}
