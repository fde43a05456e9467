package io.tidemark.kubernetes.claim;

import io.tidemark.kubernetes.fixture.Attempts;
import io.tidemark.kubernetes.fixture.Jobs;
import io.tidemark.kubernetes.fixture.SnapshotDraft;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.model.SavepointPath;
import io.tidemark.kubernetes.model.SnapshotAnnotations;
import io.tidemark.workflow.resource.Claim;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** The planner's inputs, and its answer to them. */
final class Plans {
  static final Instant NOW = Instant.parse("2026-11-23T10:02:03Z");
  static final ClaimSettings SETTINGS =
      new ClaimSettings(
          Duration.ofMinutes(7), Duration.ofMinutes(5), 3, ClaimSettings.Savepoints.ANYWHERE);

  private Plans() {}

  static Claim claim(SnapshotDraft snapshot, JobObservation observed) {
    return plan(snapshot, observed).claim();
  }

  static ClaimPlan plan(SnapshotDraft snapshot, JobObservation observed) {
    return plan(snapshot, observed, ClaimSettings.Savepoints.ANYWHERE);
  }

  static ClaimPlan plan(
      SnapshotDraft snapshot, JobObservation observed, ClaimSettings.Savepoints savepoints) {
    var settings =
        new ClaimSettings(SETTINGS.startDeadline(), SETTINGS.disposalDeadline(), 3, savepoints);
    return new ClaimPlanner(snapshot.read(), observed, settings, NOW).plan();
  }

  /** Savepoints are to lie in these directories only. */
  static ClaimSettings.Savepoints only(String... directories) {
    return new ClaimSettings.Savepoints(
        Stream.of(directories).map(SavepointPath::of).toList(), false);
  }

  /** The FlinkDeployment "orders", running. */
  static JobObservation running() {
    return on(Jobs.orders());
  }

  /** A FlinkDeployment, which is its own cluster. */
  static JobObservation on(JobResource deployment) {
    return new JobObservation(Optional.of(deployment), Optional.of(deployment));
  }

  /** A session job on a cluster. */
  static JobObservation on(JobResource sessionJob, JobResource cluster) {
    return new JobObservation(Optional.of(sessionJob), Optional.of(cluster));
  }

  /** Carries an attempt at the job, on a cluster that had another name. */
  static SnapshotDraft attempted(SnapshotDraft snapshot, int number) {
    return snapshot.annotation(SnapshotAnnotations.ATTEMPT, Attempts.attempt(number).annotation());
  }
}
