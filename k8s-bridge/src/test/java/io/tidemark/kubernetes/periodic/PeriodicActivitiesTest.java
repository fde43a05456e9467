package io.tidemark.kubernetes.periodic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestActivityEnvironment;
import io.tidemark.kubernetes.creation.CreationSettings;
import io.tidemark.kubernetes.creation.SnapshotCreator;
import io.tidemark.kubernetes.fixture.ApiServer;
import io.tidemark.kubernetes.fixture.Jobs;
import io.tidemark.kubernetes.fixture.SnapshotDraft;
import io.tidemark.kubernetes.legacy.LegacyMode;
import io.tidemark.kubernetes.legacy.LegacyRequests;
import io.tidemark.kubernetes.model.FlinkStateSnapshot;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.model.OperatingMode;
import io.tidemark.kubernetes.record.EventPublisher;
import io.tidemark.kubernetes.store.JobStore;
import io.tidemark.kubernetes.store.SnapshotStore;
import io.tidemark.workflow.model.JobReference;
import io.tidemark.workflow.model.PeriodicSnapshots;
import io.tidemark.workflow.model.SnapshotLabels;
import io.tidemark.workflow.model.SnapshotState;
import io.tidemark.workflow.model.SnapshotType;
import io.tidemark.workflow.model.TriggerType;
import io.tidemark.workflow.periodic.DueSnapshot;
import io.tidemark.workflow.periodic.PeriodicActivities;
import io.tidemark.workflow.periodic.PeriodicSnapshotResult;
import io.tidemark.workflow.resource.EventReason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PeriodicActivitiesTest {
  private static final JobReference ORDERS = new JobReference(JobReference.DEPLOYMENT, "orders");
  private static final PeriodicSnapshots SNAPSHOTS =
      new PeriodicSnapshots("flink", ORDERS, SnapshotType.SAVEPOINT);
  private static final Instant NOW = Instant.parse("2026-11-23T14:00:00Z");
  private static final String NAME = "orders-savepoint-periodic-" + NOW.toEpochMilli();

  private static final String SNAPSHOTS_PATH =
      "/apis/flink.apache.org/v1beta1/namespaces/flink/flinkstatesnapshots";

  private final ApiServer api = new ApiServer();
  private final TestActivityEnvironment temporal = TestActivityEnvironment.newInstance();
  private final List<EventReason> events = new ArrayList<>();
  private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
  private final PeriodicActivitiesImpl activities = activities(clock);

  @AfterEach
  void close() {
    temporal.close();
    api.close();
  }

  @Test
  @DisplayName("T2 T6 a snapshot that is due is created, and a repeated run finds it")
  void created() {
    api.put(Jobs.orders());

    assertThat(take()).isEqualTo(PeriodicSnapshotResult.created(NAME));
    assertThat(take()).isEqualTo(PeriodicSnapshotResult.alreadyExists(NAME));
    assertThat(events).isEmpty();
  }

  @Test
  @DisplayName(
      "L1 L3 T5 in legacy mode the job carries the snapshot, and the next one is skipped while it lasts")
  void legacy() {
    var spec =
        "{job: {}, flinkConfiguration: {kubernetes.operator.snapshot.resource.enabled: false}}";
    api.put(Jobs.deployment("orders", spec, Jobs.RUNNING));

    assertThat(take()).isEqualTo(PeriodicSnapshotResult.created(NAME));
    assertThat(take()).isEqualTo(PeriodicSnapshotResult.alreadyExists(NAME));
    var next = NOW.plusSeconds(1);
    assertThat(activities.take(new DueSnapshot(SNAPSHOTS, next, next)).reason())
        .isEqualTo("the previous snapshot " + NAME + " is not finished");
    assertThat(api.client().resources(FlinkStateSnapshot.class).inAnyNamespace().list().getItems())
        .isEmpty();
  }

  @Test
  @DisplayName("M1 T5 in companion a snapshot that a job carried in standalone skips nothing")
  void companion() {
    var spec =
        "{job: {}, flinkConfiguration: {kubernetes.operator.snapshot.resource.enabled: false}}";
    api.put(Jobs.deployment("orders", spec, Jobs.RUNNING));
    take();
    var next = NOW.plusSeconds(1);

    var result =
        activities(OperatingMode.COMPANION, clock).take(new DueSnapshot(SNAPSHOTS, next, next));

    assertThat(result.outcome()).isEqualTo(PeriodicSnapshotResult.Outcome.CREATED);
  }

  @ParameterizedTest
  @DisplayName("T5 a job that is not running is skipped, with the reason")
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | {jobStatus: {state: FAILING, jobId: a}} | the job is FAILING",
        "{} | {} | the job has not reported a state",
        "{job: {state: suspended}} | {jobStatus: {state: RUNNING, jobId: a}} | the job is suspended",
      })
  void notRunning(String spec, String status, String reason) {
    api.put(Jobs.deployment("orders", spec, status));

    assertThat(take()).isEqualTo(PeriodicSnapshotResult.skipped(reason));
    assertThat(message())
        .isEqualTo("The periodic savepoint due at 2026-11-23T14:00:00Z is skipped: " + reason);
    assertThat(events).containsExactly(EventReason.PERIODIC_SNAPSHOT_SKIPPED);
  }

  @Test
  @DisplayName("T5 T7 a job that is being deleted, or does not exist, is skipped")
  void gone() {
    var job = Jobs.orders();
    job.getMetadata().setFinalizers(List.of("example.org/keep"));
    JobResource existing = api.put(job);
    api.remove(existing);

    assertThat(take().reason()).isEqualTo("the job's resource is being deleted");

    api.reset();

    assertThat(take().reason()).isEqualTo("FlinkDeployment orders does not exist");
  }

  @ParameterizedTest
  @DisplayName("T5 a snapshot is skipped while the previous one is not terminal")
  @EnumSource(SnapshotState.class)
  void previous(SnapshotState state) {
    api.put(Jobs.orders());
    api.put(named("earlier", SnapshotType.SAVEPOINT, ORDERS, TriggerType.PERIODIC, state));

    var expected =
        state.terminal()
            ? PeriodicSnapshotResult.created(NAME)
            : PeriodicSnapshotResult.skipped("the previous snapshot earlier is not finished");
    assertThat(take()).isEqualTo(expected);
  }

  @Test
  @DisplayName("T5 unfinished snapshots of another type, trigger or job do not count")
  void others() {
    api.put(Jobs.orders());
    var sessionJob = new JobReference(JobReference.SESSION_JOB, "orders");
    var pending = SnapshotState.IN_PROGRESS;
    api.put(named("a", SnapshotType.CHECKPOINT, ORDERS, TriggerType.PERIODIC, pending));
    api.put(named("b", SnapshotType.SAVEPOINT, ORDERS, TriggerType.MANUAL, pending));
    api.put(named("c", SnapshotType.SAVEPOINT, sessionJob, TriggerType.PERIODIC, pending));

    assertThat(take()).isEqualTo(PeriodicSnapshotResult.created(NAME));
  }

  @ParameterizedTest(name = "due {0} s ago, started {1} s ago: skipped {2}")
  @DisplayName("T5 a run that is later than the catch-up window is skipped")
  @CsvSource({
    "0, 0, false",
    "600, 599, false",
    "601, 600, true",
    "601, 1, true",
    "1201, 600, false", // a backfill: it was started more than a window after its time
    "100000, 0, false",
    "100000, 601, true",
  })
  void late(long due, long started, boolean skipped) {
    api.put(Jobs.orders());

    var result =
        activities.take(
            new DueSnapshot(SNAPSHOTS, NOW.minusSeconds(due), NOW.minusSeconds(started)));

    assertThat(result.outcome() == PeriodicSnapshotResult.Outcome.SKIPPED).isEqualTo(skipped);
    assertThat(result.reason().startsWith("it is 601 s late")).isEqualTo(skipped);
  }

  @ParameterizedTest(name = "due {0} min ago: {1}")
  @DisplayName("T5 the delay of a run is counted by Temporal's clock, not by ours")
  @CsvSource({"1, CREATED", "11, SKIPPED"})
  void ourClockIsWrong(int minutes, PeriodicSnapshotResult.Outcome outcome) {
    api.put(Jobs.orders());
    temporal.registerActivitiesImplementations(activities(PeriodicActivitiesImpl::startedAt));
    var due = Instant.now().minus(Duration.ofMinutes(minutes));

    var result =
        temporal
            .newActivityStub(PeriodicActivities.class)
            .take(new DueSnapshot(SNAPSHOTS, due, due));

    assertThat(result.outcome()).isEqualTo(outcome);
  }

  @Test
  @DisplayName("T6 an invalid setting is reported with key and value")
  void invalidSetting() {
    api.put(
        Jobs.deployment(
            "orders",
            "{flinkConfiguration: {kubernetes.operator.savepoint.format.type: AVRO}}",
            Jobs.RUNNING));

    assertThat(take().outcome()).isEqualTo(PeriodicSnapshotResult.Outcome.SKIPPED);
    assertThat(message())
        .endsWith(
            "kubernetes.operator.savepoint.format.type is 'AVRO': neither CANONICAL nor NATIVE");
    assertThat(events).containsExactly(EventReason.INVALID_SETTING);
  }

  @Test
  @DisplayName("T2 R24 a creation that is refused is an event on the job, and is tried again")
  void refused() {
    api.put(Jobs.orders());
    api.refusePost(SNAPSHOTS_PATH, 403);

    assertThatThrownBy(this::take)
        .isInstanceOf(ApplicationFailure.class)
        .hasMessageContaining("403 refused");

    assertThat(message())
        .startsWith("The periodic savepoint due at 2026-11-23T14:00:00Z was refused")
        .contains("403 refused");
    assertThat(events).containsExactly(EventReason.REQUEST_REFUSED);
    assertThat(take()).isEqualTo(PeriodicSnapshotResult.created(NAME));
  }

  @Test
  @DisplayName("T2 R24 a creation that is refused for half a minute is skipped, with the reason")
  void refusedForLong() {
    api.put(Jobs.orders());
    api.refusePost(SNAPSHOTS_PATH, 403);

    var result = activities.take(new DueSnapshot(SNAPSHOTS, NOW, NOW.minusSeconds(30)));

    assertThat(result)
        .isEqualTo(PeriodicSnapshotResult.skipped("the API server refuses it: 403 refused"));
  }

  private PeriodicActivitiesImpl activities(InstantSource time) {
    return activities(OperatingMode.STANDALONE, time);
  }

  private PeriodicActivitiesImpl activities(OperatingMode mode, InstantSource time) {
    var jobs = new JobStore(api.client());
    var creator =
        new SnapshotCreator(api.client(), jobs, new CreationSettings("CANONICAL", false, Map.of()));
    return new PeriodicActivitiesImpl(
        jobs,
        new SkipReasons(mode, new SnapshotStore(api.client()), time, Duration.ofMinutes(10)),
        creator,
        new LegacyRequests(
            mode == OperatingMode.COMPANION
                ? LegacyMode.never(jobs)
                : new LegacyMode(jobs, true, () -> true),
            jobs,
            creator),
        new EventPublisher(api.client(), clock, events::add));
  }

  private PeriodicSnapshotResult take() {
    return activities.take(new DueSnapshot(SNAPSHOTS, NOW, NOW));
  }

  private String message() {
    return api.client().v1().events().inNamespace("flink").list().getItems().get(0).getMessage();
  }

  private static FlinkStateSnapshot named(
      String name, SnapshotType type, JobReference job, TriggerType trigger, SnapshotState state) {
    var spec = "{jobReference: {kind: %s, name: %s}, %s: {}}";
    var draft =
        SnapshotDraft.of(spec.formatted(job.kind(), job.name(), type.word()))
            .named(name)
            .status("{state: " + state + "}");
    SnapshotLabels.of(type, state, trigger, Optional.of(job)).forEach(draft::label);
    return draft.resource();
  }
}
