package io.tidemark.kubernetes.claim;

import io.tidemark.kubernetes.fixture.Attempts;
import io.tidemark.kubernetes.fixture.Jobs;
import io.tidemark.kubernetes.fixture.SnapshotDraft;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.model.RecordedAttempt;
import io.tidemark.kubernetes.model.SnapshotAnnotations;
import io.tidemark.workflow.flink.DisposalRequest;
import io.tidemark.workflow.flink.SnapshotTrigger;
import io.tidemark.workflow.model.SavepointPath;
import io.tidemark.workflow.resource.Claim;
import io.tidemark.workflow.resource.ClaimDecision;
import io.tidemark.workflow.resource.ClaimRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The planner's inputs, and its answer to them. */
final class Plans {
  static final Instant NOW = Instant.parse("2026-11-23T10:02:03Z");

  /** Allows all directories, without one for each attempt. */
  static final ClaimSettings.Savepoints ANYWHERE = new ClaimSettings.Savepoints(List.of(), false);

  static final ClaimSettings.Attempts ATTEMPTS =
      new ClaimSettings.Attempts(
          Duration.ofMillis(150), Duration.ofMinutes(30), Duration.ofDays(30), 3);

  static final ClaimSettings SETTINGS =
      new ClaimSettings(
          Duration.ofMinutes(7), Duration.ofMinutes(5), ATTEMPTS, false, "FULL", ANYWHERE);

  private Plans() {}

  /**
   * A claim and the attempt to write.
   *
   * @param claim the resource and its next step
   * @param newAttempt the attempt to write
   */
  record Planned(Claim claim, Optional<RecordedAttempt> newAttempt) {}

  static Claim claim(SnapshotDraft snapshot, JobObservation observed) {
    return plan(snapshot, observed).claim();
  }

  static Planned plan(SnapshotDraft snapshot, JobObservation observed) {
    return plan(snapshot, observed, ANYWHERE);
  }

  static Planned plan(
      SnapshotDraft snapshot, JobObservation job, ClaimSettings.Savepoints savepoints) {
    return plan(
        ClaimObservation.of(snapshot.read(), job, request(snapshot), settings(savepoints), NOW));
  }

  /** Plans again after a {@link ClaimDecision.ReadDirectory}, with what Flink has answered. */
  static Planned planAfterRead(
      SnapshotDraft snapshot,
      JobObservation job,
      ClaimSettings.Savepoints savepoints,
      String directory) {
    var request = new ClaimRequest(snapshot.read().id(), false, directory);
    return plan(ClaimObservation.of(snapshot.read(), job, request, settings(savepoints), NOW));
  }

  private static ClaimRequest request(SnapshotDraft snapshot) {
    return new ClaimRequest(snapshot.read().id(), false);
  }

  private static ClaimSettings settings(ClaimSettings.Savepoints savepoints) {
    return new ClaimSettings(
        SETTINGS.startDeadline(), SETTINGS.disposalDeadline(), ATTEMPTS, false, "FULL", savepoints);
  }

  static Planned plan(ClaimObservation observed) {
    var plan = new ClaimPlanner(observed).plan();
    return new Planned(new Claim(observed.view(), plan.decision()), plan.newAttempt());
  }

  /** The trigger that the claim is about, sent or not. */
  static SnapshotTrigger trigger(Claim claim) {
    return claim.decision() instanceof ClaimDecision.LastLook last
        ? last.trigger()
        : ((ClaimDecision.Attempt) claim.decision()).trigger();
  }

  static DisposalRequest disposal(Claim claim) {
    return ((ClaimDecision.Dispose) claim.decision()).disposal();
  }

  static ClaimDecision.Release release(Claim claim) {
    return (ClaimDecision.Release) claim.decision();
  }

  /** The decision with all that belongs to it, to look for words in. */
  static String reason(Claim claim) {
    return claim.decision().toString();
  }

  /** The decision's name, as tables have it. */
  static String step(Claim claim) {
    return claim.decision().getClass().getSimpleName();
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
