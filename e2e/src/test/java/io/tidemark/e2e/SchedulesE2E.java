package io.tidemark.e2e;

import static io.tidemark.dev.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.dev.FlinkJobOptions;
import io.tidemark.dev.TidemarkServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A job owner writes a schedule, looks at it in Temporal, and finds the snapshots. Two replicas
 * watch at once, as they may for some seconds, and nothing is done twice.
 */
class SchedulesE2E {
  private static final String SAVEPOINT = "tidemark.io/periodic-savepoint";
  private static final String CHECKPOINT = "tidemark.io/periodic-checkpoint";

  private static final Pattern SKIPPED =
      Pattern.compile("tidemark_events_total\\{reason=\"PeriodicSnapshotSkipped\"} [1-9].*");

  /** A past time that is due once, at the same moment, for all that are due once a year. */
  private static final String[] NEW_YEAR = {
    "--start-time", "2025-12-31T00:00:00Z", "--end-time", "2026-01-02T00:00:00Z"
  };

  @RegisterExtension static final Story story = Story.in("schedules").standalone();

  private static List<TidemarkServer> replicas;
  private static Schedules schedules;

  @BeforeAll
  static void serve() {
    var account = story.stack().kubernetes().serviceAccountKubeconfig("tidemark", "standalone");
    var settings =
        Map.of(
            "KUBECONFIG", account.toString(),
            "TIDEMARK_MODE", "standalone",
            "TIDEMARK_SWEEP_INTERVAL", "1 s");
    replicas = List.of(story.serve("schedules-1", settings), story.serve("schedules-2", settings));
    schedules = Schedules.of(story);
  }

  @AfterAll
  static void close() {
    schedules.close();
  }

  @Test
  @DisplayName(
      "T2 T6 T7 W2 an annotation becomes a schedule and snapshots, until the job is deleted")
  void annotation() {
    story.deploy("annotated");

    schedules.annotate("annotated", SAVEPOINT + "=10 s");

    var id = schedules.id("annotated");
    var snapshot =
        schedules.awaitCompleted("annotated", it -> schedules.hasCompleted(id, Schedules.due(it)));
    assertThat(snapshot.label("snapshot.trigger-type")).isEqualTo("PERIODIC");
    assertThat(snapshot.text("/spec/jobReference/kind")).isEqualTo("FlinkDeployment");
    assertThat(snapshot.text("/spec/backoffLimit")).isEqualTo("3");
    assertThat(snapshot.text("/spec/savepoint/disposeOnDelete")).isEqualTo("false");
    assertThat(schedules.get(id).getSchedule().getState().getNote())
        .startsWith("`tidemark.io/periodic-savepoint` is `10 s`. Every 10 s, ");
    var ofJob = "JobNamespace='schedules' AND JobKind='FlinkDeployment' AND JobName='annotated'";
    story.temporal().awaitListed(ofJob + " AND TemporalScheduledById='%s'".formatted(id));
    assertThat(story.temporal().temporalJson("schedule", "list", "-q", ofJob))
        .singleElement()
        .matches(listed -> listed.at("/scheduleId").asText().equals(id));

    story.snapshots().kubectl("delete", "flinkdep", "annotated");

    schedules.awaitGone(id);
  }

  @Test
  @DisplayName("T2 without the reference operator its own key is served, until it is removed")
  void configuration() {
    story.deploy("configured");

    configure("configured", "\"3 s\"");

    var snapshot = schedules.awaitCompleted("configured");
    assertThat(snapshot.label("snapshot.type")).isEqualTo("CHECKPOINT");
    configure("configured", "null");
    schedules.awaitGone(schedules.id("checkpoint", "FlinkDeployment", "configured"));
  }

  @Test
  @DisplayName("T3 a pause by the CLI, with its note, survives a change of the interval")
  void pause() {
    story.deploy("paused");
    var id = schedules.id("paused");
    schedules.annotate("paused", SAVEPOINT + "=7 d");
    schedules.awaitThere(id);
    schedules.pause(id, "maintenance until noon");

    schedules.annotate("paused", SAVEPOINT + "=14 d");

    var changed = schedules.awaitInterval(id, Duration.ofDays(14));
    assertThat(changed.getSchedule().getState().isPaused()).isTrue();
    assertThat(changed.getSchedule().getState().getNote()).isEqualTo("maintenance until noon");
    assertThat(Schedules.action(changed).getOptions().getStaticDetails()).contains("`14 d`");
    assertThat(schedules.snapshots("paused")).isEmpty();
  }

  @Test
  @DisplayName("T3 a schedule is triggered now and backfilled by the CLI, each with its own name")
  void triggeredAndBackfilled() {
    story.deploy("asked");
    var id = schedules.id("asked");
    schedules.annotate("asked", SAVEPOINT + "=7 d");
    schedules.awaitThere(id);
    var before = Instant.now();

    schedules.command("trigger", id);

    var now = schedules.awaitCompleted("asked");
    assertThat(Schedules.due(now)).isBetween(before.minusSeconds(1), Instant.now().plusSeconds(1));

    var weekAgo = before.minus(Duration.ofDays(7));
    schedules.command(
        "backfill", id, "--start-time", weekAgo.toString(), "--end-time", before.toString());

    var backfilled =
        schedules.awaitCompleted("asked", it -> Schedules.due(it).isBefore(before.minusSeconds(1)));
    assertThat(Schedules.due(backfilled)).isBetween(weekAgo, before);
    assertThat(schedules.snapshots("asked")).hasSize(2);
  }

  @Test
  @DisplayName("T3 T6 a FlinkDeployment and a FlinkSessionJob of one name do not meet")
  void namesakes() {
    var yearly = SAVEPOINT + "=0 0 0 1 1 ?";
    var ids = List.of(schedules.id("twin"), schedules.id("savepoint", "FlinkSessionJob", "twin"));
    story.deploy("twin");
    story.deploySessionJob("twin", "twin");
    schedules.annotate("twin", yearly);
    story.snapshots().kubectl("annotate", "flinksessionjob", "twin", yearly);
    ids.forEach(schedules::awaitThere);

    ids.forEach(id -> schedules.command("backfill", id, NEW_YEAR));

    await("a snapshot of each kind, due at the same time")
        .until(
            () ->
                schedules.snapshots("twin").stream()
                    .filter(it -> it.state().equals("COMPLETED"))
                    .collect(Collectors.groupingBy(Schedules::due))
                    .values(),
            due -> due.stream().anyMatch(snapshots -> snapshots.size() == 2));

    story.snapshots().kubectl("delete", "flinkdep,flinksessionjob", "twin");
    assertThat(schedules.snapshots("twin"))
        .allMatch(it -> it.text("/spec/jobReference/kind").equals(it.label("job-reference.kind")))
        .extracting(it -> it.label("job-reference.kind"))
        .containsExactlyInAnyOrder("FlinkDeployment", "FlinkSessionJob");
    ids.forEach(schedules::awaitGone);
  }

  @Test
  @DisplayName("T5 what is due is skipped, with an event, while the previous one is not finished")
  void unfinished() {
    var job = story.submit(FlinkJobOptions.named("busy"));
    job.holdSnapshots();

    schedules.annotate("busy", SAVEPOINT + "=2 s");

    await("two of them to be skipped").until(() -> skipped("busy") >= 2);
    var previous = schedules.snapshots("busy");
    assertThat(previous).hasSize(1);
    assertThat(story.snapshots().events("busy", "PeriodicSnapshotSkipped"))
        .allMatch(it -> it.getMessage().startsWith("The periodic savepoint due at "))
        .allMatch(it -> it.getMessage().contains(previous.get(0).text("/metadata/name")));
    story.snapshots().kubectl("delete", "flinkdep", "busy");
    await("a count of the events").until(SchedulesE2E::countsSkipped);
    job.healSnapshots();
  }

  @Test
  @DisplayName("T5 what is due is skipped, with an event, while the job does not run")
  void notRunning() {
    var job = story.stack().flink().submit(FlinkJobOptions.named("ended"));
    story.deploy("ended", job);
    story.stack().flink().cancel(job);
    story.awaitJobStatus("flinkdep", "ended", "CANCELED");

    schedules.annotate("ended", CHECKPOINT + "=2 s");

    var event = story.snapshots().awaitEvent("ended", "PeriodicSnapshotSkipped");
    assertThat(event.getMessage()).contains(" is skipped: ");
    assertThat(event.getInvolvedObject().getKind()).isEqualTo("FlinkDeployment");
    story.snapshots().kubectl("delete", "flinkdep", "ended");
    assertThat(schedules.snapshots("ended")).isEmpty();
  }

  @Test
  @DisplayName(
      "T2 an invalid setting is one event, the last valid one stays, and the other schedule runs")
  void invalid() {
    story.deploy("wrong");
    schedules.annotate("wrong", SAVEPOINT + "=7 d", CHECKPOINT + "=7 d");
    schedules.awaitThere(schedules.id("wrong"));
    var checkpoints = schedules.id("checkpoint", "FlinkDeployment", "wrong");
    schedules.awaitThere(checkpoints);

    schedules.annotate("wrong", SAVEPOINT + "=once a week");

    var event = story.snapshots().awaitEvent("wrong", "InvalidSetting");
    assertThat(event.getMessage())
        .startsWith("tidemark.io/periodic-savepoint is 'once a week': ")
        .endsWith(". The schedule stays as it was until this is corrected or removed.");
    schedules.annotate("wrong", CHECKPOINT + "=14 d");
    schedules.awaitInterval(checkpoints, Duration.ofDays(14));
    schedules.awaitInterval(schedules.id("wrong"), Duration.ofDays(7));
    assertThat(story.snapshots().events("wrong", "InvalidSetting")).hasSize(1);
  }

  private static boolean countsSkipped() {
    return replicas.stream()
        .flatMap(replica -> replica.metrics().lines())
        .anyMatch(SKIPPED.asMatchPredicate());
  }

  private static int skipped(String job) {
    return story.snapshots().events(job, "PeriodicSnapshotSkipped").size();
  }

  private static void configure(String deployment, String interval) {
    var key = "kubernetes.operator.periodic.checkpoint.interval";
    var patch = "{\"spec\":{\"flinkConfiguration\":{\"%s\":%s}}}".formatted(key, interval);
    story.snapshots().kubectl("patch", "flinkdep", deployment, "--type=merge", "-p", patch);
  }
}
