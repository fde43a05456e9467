package io.tidemark.kubernetes.periodic;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.tidemark.kubernetes.model.FlinkStateSnapshot;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.model.SnapshotDeclaration;
import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.workflow.model.DurationFormatter;
import io.tidemark.workflow.model.PeriodicSnapshots;
import io.tidemark.workflow.model.SnapshotLabels;
import io.tidemark.workflow.model.SnapshotName;
import io.tidemark.workflow.model.TriggerType;
import io.tidemark.workflow.periodic.DueSnapshot;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Why a snapshot that is due is not taken (T5). */
public final class SkipReasons {
  private static final String RUNNING = "RUNNING";

  private final KubernetesClient client;
  private final Clock clock;
  private final Duration catchUpWindow;

  /**
   * @param catchUpWindow how late a snapshot may be that nobody took when it was due
   */
  public SkipReasons(KubernetesClient client, Clock clock, Duration catchUpWindow) {
    this.client = client;
    this.clock = clock;
    this.catchUpWindow = catchUpWindow;
  }

  /** The first reason not to take it, if there is one. */
  Optional<String> of(DueSnapshot due, JobResource job) {
    return late(due).or(() -> notRunning(job)).or(() -> unfinished(due));
  }

  /**
   * Temporal starts no run later than the window, except for a backfill, whose time is not when it
   * was wanted.
   */
  private Optional<String> late(DueSnapshot due) {
    var backfill = Duration.between(due.at(), due.started()).compareTo(catchUpWindow) > 0;
    var waited = Duration.between(backfill ? due.started() : due.at(), clock.instant());
    return waited.compareTo(catchUpWindow) > 0
        ? Optional.of(
            "nobody was there to take it for %s, and it is made up for within %s only"
                .formatted(
                    DurationFormatter.of(waited.truncatedTo(ChronoUnit.SECONDS)),
                    DurationFormatter.of(catchUpWindow)))
        : Optional.empty();
  }

  private static Optional<String> notRunning(JobResource job) {
    if (job.beingDeleted()) {
      return Optional.of("the job's resource is being deleted");
    }
    if (job.suspended()) {
      return Optional.of("the job is suspended");
    }
    var state = job.state().orElse("not known to run yet");
    return state.equals(RUNNING) ? Optional.empty() : Optional.of("the job is " + state);
  }

  private Optional<String> unfinished(DueSnapshot due) {
    var own = names(due);
    return earlier(due.snapshots())
        .map(SnapshotReader::new)
        .filter(snapshot -> !snapshot.state().terminal())
        .map(snapshot -> snapshot.id().name())
        .filter(name -> !own.contains(name))
        .findFirst()
        .map("the previous one, %s, is not finished"::formatted);
  }

  private Stream<FlinkStateSnapshot> earlier(PeriodicSnapshots snapshots) {
    var job = snapshots.job();
    return client
        .resources(FlinkStateSnapshot.class)
        .inNamespace(snapshots.namespace())
        .withLabels(
            Map.of(
                SnapshotLabels.TYPE, snapshots.type().name(),
                SnapshotLabels.TRIGGER_TYPE, TriggerType.PERIODIC.name(),
                SnapshotLabels.JOB_KIND, job.kind(),
                SnapshotLabels.JOB_NAME, SnapshotLabels.value(job.name())))
        .list()
        .getItems()
        .stream()
        .filter(it -> SnapshotDeclaration.of(it.getSpec()).job().filter(job::equals).isPresent());
  }

  /** The names that this one has if an earlier try of the same run has created it. */
  private static List<String> names(DueSnapshot due) {
    var job = due.snapshots().job();
    var type = due.snapshots().type();
    return List.of(
        SnapshotName.of(job, type, TriggerType.PERIODIC, due.at()),
        SnapshotName.ofNamesake(job, type, TriggerType.PERIODIC, due.at()));
  }
}
