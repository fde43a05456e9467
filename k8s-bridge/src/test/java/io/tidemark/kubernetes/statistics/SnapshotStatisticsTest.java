package io.tidemark.kubernetes.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.kubernetes.fixture.Jobs;
import io.tidemark.kubernetes.fixture.SnapshotDraft;
import io.tidemark.kubernetes.model.FlinkStateSnapshot;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.model.SnapshotAnnotations;
import io.tidemark.schedule.PeriodicSchedule;
import io.tidemark.schedule.ScheduleParser;
import io.tidemark.schedule.ScheduleSetting;
import io.tidemark.workflow.model.JobReference;
import io.tidemark.workflow.model.PeriodicSnapshots;
import io.tidemark.workflow.model.SnapshotState;
import io.tidemark.workflow.model.SnapshotType;
import io.tidemark.workflow.model.TriggerType;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SnapshotStatisticsTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:30:00Z");
  private static final PeriodicSnapshots ORDERS =
      new PeriodicSnapshots(
          SnapshotDraft.NAMESPACE,
          new JobReference(JobReference.DEPLOYMENT, "orders"),
          SnapshotType.SAVEPOINT);
  private static final Duration SLOW_AFTER = Duration.ofMinutes(30);
  private static final String FAILED_TWICE = "{state: TRIGGER_PENDING, failures: 2}";
  private static final String FAILED = "{state: FAILED, failures: 4}";

  private final JobResource orders = Jobs.orders();

  @BeforeEach
  void createdLongAgo() {
    orders.getMetadata().setCreationTimestamp("2026-01-01T00:00:00Z");
  }

  @Test
  @DisplayName(
      "S3 snapshots, also invalid ones, are counted by namespace, type, state and trigger type")
  void groups() {
    var statistics =
        statistics(
            good("07:00"),
            good("08:00"),
            savepoint("09:00", "{state: IN_PROGRESS}"),
            SnapshotDraft.checkpoint().label("snapshot.trigger-type", "PERIODIC").resource(),
            SnapshotDraft.of("{}").resource());

    assertThat(statistics.snapshots())
        .isEqualTo(
            Map.of(
                group(Optional.of(SnapshotType.SAVEPOINT), SnapshotState.COMPLETED),
                2L,
                group(Optional.of(SnapshotType.SAVEPOINT), SnapshotState.IN_PROGRESS),
                1L,
                new SnapshotGroup(
                    SnapshotDraft.NAMESPACE,
                    Optional.of(SnapshotType.CHECKPOINT),
                    SnapshotState.TRIGGER_PENDING,
                    TriggerType.PERIODIC),
                1L,
                group(Optional.empty(), SnapshotState.TRIGGER_PENDING),
                1L));
  }

  @Test
  @DisplayName("the last good snapshot of a job is the one triggered last, also after failures")
  void lastGood() {
    var job = only(statistics(good("08:00"), good("07:00"), savepoint("09:00", FAILED)));

    assertThat(job.snapshots()).isEqualTo(ORDERS);
    assertThat(job.lastGood()).contains(at("08:00"));
  }

  @Test
  @DisplayName(
      "an import does not count as good, since its data is older; a savepoint of an upgrade does")
  void imports() {
    var imported =
        snapshot("09:00", completed("09:00"))
            .spec(SnapshotDraft.ORDERS + "savepoint: {alreadyExists: true, path: p}");
    var upgraded =
        snapshot("08:00", completed("08:00"))
            .spec(SnapshotDraft.ORDERS + "savepoint: {alreadyExists: true, path: p}")
            .label("snapshot.trigger-type", "UPGRADE");

    assertThat(only(statistics(imported.resource())).lastGood()).isEmpty();
    assertThat(only(statistics(imported.resource(), upgraded.resource())).lastGood())
        .contains(at("08:00"));
  }

  @Test
  @DisplayName("a snapshot that is being deleted does not count as good")
  void deleted() {
    var going = snapshot("09:00", completed("09:00")).deleted().resource();

    assertThat(only(statistics(good("08:00"), going)).lastGood()).contains(at("08:00"));
  }

  @Test
  @DisplayName("failures in a row are the failed attempts of all snapshots after the last good one")
  void failures() {
    var job =
        only(
            statistics(
                savepoint("07:00", FAILED),
                good("08:00"),
                savepoint("09:00", FAILED),
                savepoint("10:00", FAILED_TWICE)));

    assertThat(job.failuresInARow()).isEqualTo(6);
    assertThat(job.needsAttention()).isTrue();
    assertThat(only(statistics(savepoint("07:00", FAILED))).failuresInARow()).isEqualTo(4);
    assertThat(only(statistics(savepoint("07:00", FAILED), good("08:00"))).failuresInARow())
        .isZero();
  }

  @Test
  @DisplayName("T2 a good snapshot is expected since the last but one due time")
  void expected() {
    var late = only(statistics("0 0 * * * ?", good("08:59")));
    var early = only(statistics("0 0 * * * ?", good("09:00")));

    assertThat(late.expected()).contains(at("09:00"));
    assertThat(late.needsAttention()).isTrue();
    assertThat(early.needsAttention()).isFalse();
  }

  @Test
  @DisplayName("T2 a job with a schedule and no snapshot needs attention after two due times")
  void noneYet() {
    assertThat(only(statistics("0 0 * * * ?")).needsAttention()).isTrue();

    orders.getMetadata().setCreationTimestamp("2026-11-23T09:30:00Z");
    assertThat(only(statistics("0 0 * * * ?")).expected()).isEmpty();
    assertThat(only(statistics("0 0 * * * ?")).needsAttention()).isFalse();
  }

  @Test
  @DisplayName("T2 no snapshot is expected of a suspended job")
  void suspended() {
    var suspended = Jobs.deployment("orders", "{job: {state: suspended}}", Jobs.RUNNING);
    suspended.getMetadata().setCreationTimestamp("2026-01-01T00:00:00Z");

    assertThat(only(statistics(suspended, "0 0 * * * ?")).expected()).isEmpty();
  }

  @Test
  @DisplayName("jobs that do not exist, and types without snapshots and schedule, are left out")
  void leftOut() {
    var ofAnother =
        SnapshotDraft.of("{jobReference: {kind: FlinkDeployment, name: gone}, savepoint: {}}");

    assertThat(statistics(ofAnother.resource()).jobs()).isEmpty();
    assertThat(statistics(good("08:00")).jobs())
        .extracting(JobStatistics::snapshots)
        .containsExactly(ORDERS);
  }

  @Test
  @DisplayName("W1 a snapshot that no workflow has claimed waits since its creation")
  void unclaimed() {
    var touched =
        snapshot("08:00", "{}").annotation(SnapshotAnnotations.WORKFLOW_ID, "w").resource();

    var statistics =
        statistics(touched, savepoint("09:30", "{}"), savepoint("10:00", "{}"), good("07:00"));

    assertThat(statistics.unclaimed()).isEqualTo(new WaitingResources(2, Duration.ofHours(1)));
    assertThat(statistics(touched).unclaimed()).isEqualTo(WaitingResources.NONE);
  }

  @Test
  @DisplayName("R15 a deleted snapshot with our finalizer waits for its disposal")
  void disposals() {
    var waits = snapshot("08:00", completed("08:00")).deleted().finalized().resource();
    var waitsForOthers =
        snapshot("08:00", completed("08:00")).deleted().finalizer("x/y").resource();

    assertThat(statistics(waits, waitsForOthers).disposals())
        .isEqualTo(new WaitingResources(1, Duration.ofMinutes(30)));
  }

  @Test
  @DisplayName(
      "R25 a snapshot in progress for longer than the limit is slow, unless it is being deleted")
  void slow() {
    var statistics =
        statistics(
            savepoint("09:00", inProgress("09:10")),
            savepoint("09:00", inProgress("09:50")),
            savepoint("10:00", inProgress("10:10")),
            snapshot("09:00", inProgress("09:05")).deleted().finalized().resource(),
            good("07:00"));

    assertThat(statistics.slow()).isEqualTo(new WaitingResources(2, Duration.ofMinutes(80)));
  }

  private static String inProgress(String time) {
    return "{state: IN_PROGRESS, triggerTimestamp: '2026-11-23T%s:00Z'}".formatted(time);
  }

  @Test
  @DisplayName("S3 unreadable times in a status are ignored")
  void unreadable() {
    var odd = savepoint("10:00", "{state: COMPLETED, triggerTimestamp: yesterday}");

    assertThat(only(statistics(odd)).lastGood()).isEmpty();
  }

  private SnapshotStatistics statistics(FlinkStateSnapshot... snapshots) {
    return statistics("", snapshots);
  }

  private SnapshotStatistics statistics(String times, FlinkStateSnapshot... snapshots) {
    return statistics(orders, times, snapshots);
  }

  private static SnapshotStatistics statistics(
      JobResource job, String times, FlinkStateSnapshot... snapshots) {
    var census = new SnapshotCensus((any, type) -> savepoints(times, type), SLOW_AFTER);
    census.replaceJob(Optional.empty(), Optional.of(job));
    for (var number = 0; number < snapshots.length; number++) {
      snapshots[number].getMetadata().setUid("uid-" + number);
      census.replaceSnapshot(Optional.empty(), Optional.of(snapshots[number]));
    }
    return census.statistics(NOW);
  }

  private static Optional<PeriodicSchedule> savepoints(String times, SnapshotType type) {
    return Optional.of(type)
        .filter(SnapshotType.SAVEPOINT::equals)
        .flatMap(
            it ->
                ScheduleParser.parse(
                    new ScheduleSetting("times", times), new ScheduleSetting("zone", ""), ORDERS));
  }

  private static JobStatistics only(SnapshotStatistics statistics) {
    assertThat(statistics.jobs()).hasSize(1);
    return statistics.jobs().get(0);
  }

  private static SnapshotGroup group(Optional<SnapshotType> type, SnapshotState state) {
    return new SnapshotGroup(SnapshotDraft.NAMESPACE, type, state, TriggerType.MANUAL);
  }

  private static FlinkStateSnapshot good(String time) {
    return savepoint(time, completed(time));
  }

  private static FlinkStateSnapshot savepoint(String created, String status) {
    return snapshot(created, status).resource();
  }

  private static SnapshotDraft snapshot(String created, String status) {
    return SnapshotDraft.savepoint().created(at(created)).status(status);
  }

  private static String completed(String triggered) {
    return "{state: COMPLETED, path: p, triggerTimestamp: '%s'}".formatted(at(triggered));
  }

  private static Instant at(String time) {
    return Instant.parse("2026-11-23T" + time + ":00Z");
  }
}
