package io.tidemark.kubernetes.legacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.tidemark.kubernetes.creation.CreationSettings;
import io.tidemark.kubernetes.creation.SnapshotCreator;
import io.tidemark.kubernetes.fixture.ApiServer;
import io.tidemark.kubernetes.fixture.Attempts;
import io.tidemark.kubernetes.fixture.Jobs;
import io.tidemark.kubernetes.fixture.Views;
import io.tidemark.kubernetes.model.CheckpointInfo;
import io.tidemark.kubernetes.model.FlinkDeployment;
import io.tidemark.kubernetes.model.FlinkStateSnapshot;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.model.OperatingMode;
import io.tidemark.kubernetes.model.ReconciledSpec;
import io.tidemark.kubernetes.model.SavepointInfo;
import io.tidemark.kubernetes.model.SnapshotAnnotations;
import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.kubernetes.record.EventPublisher;
import io.tidemark.kubernetes.record.StatusWriter;
import io.tidemark.kubernetes.store.JobStore;
import io.tidemark.kubernetes.store.SnapshotStore;
import io.tidemark.workflow.model.LegacySnapshot;
import io.tidemark.workflow.model.SnapshotId;
import io.tidemark.workflow.model.SnapshotState;
import io.tidemark.workflow.model.SnapshotType;
import io.tidemark.workflow.model.TriggerId;
import io.tidemark.workflow.resource.EventReason;
import io.tidemark.workflow.resource.ResourceEvent;
import io.tidemark.workflow.resource.SnapshotView;
import io.tidemark.workflow.resource.StatusChange;
import io.tidemark.workflow.resource.StatusChangeResult.Verdict;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The snapshot of a job in legacy mode, written as any other. */
class LegacySnapshotStoreTest {
  private static final Instant INTENDED = Instant.ofEpochMilli(1000);
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final String RECONCILED =
      "{lifecycleState: STABLE, jobStatus: {state: RUNNING, jobId: "
          + Jobs.JOB_ID
          + "}, reconciliationStatus: {state: DEPLOYED, lastReconciledSpec:"
          + " '{\"spec\":{\"job\":{\"savepointTriggerNonce\":4}},\"resource_metadata\":{}}', lastStableSpec:"
          + " '{\"spec\":{\"job\":{\"savepointTriggerNonce\":4}},\"resource_metadata\":{}}'}}";

  private final ApiServer api = new ApiServer();
  private final JobStore jobs = new JobStore(api.client());
  private final LegacySnapshotStore store =
      new LegacySnapshotStore(OperatingMode.STANDALONE, jobs, new SnapshotStore(api.client()));
  private final EventPublisher events =
      new EventPublisher(api.client(), Clock.systemUTC(), reason -> {});
  private final StatusWriter writer = new StatusWriter(store, events);
  private final LegacyRequests requests =
      new LegacyRequests(
          LegacyMode.never(jobs),
          jobs,
          new SnapshotCreator(
              api.client(), jobs, new CreationSettings("CANONICAL", false, Map.of())));

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  @DisplayName("L2 R9 an attempt is in the status of the job before Flink is asked")
  void attempt() {
    var snapshot = announced(5L, SnapshotType.SAVEPOINT);

    var info = job().savepointInfo();
    assertThat(snapshot.uid()).isEqualTo(job().getMetadata().getUid() + "/legacy/savepoint/1000");
    assertThat(info.triggerId()).isEqualTo(TriggerId.of(snapshot.uid(), 1));
    assertThat(info.triggerTimestamp()).isEqualTo(Attempts.ATTEMPTED_AT.toEpochMilli());
    assertThat(info.triggerType()).isEqualTo("MANUAL");
    assertThat(info.formatType()).isEqualTo("CANONICAL");
    assertThat(info.savepointHistory()).isEmpty();
    assertThat(reader(snapshot).attempt()).isPresent();
    assertThat(reader(snapshot).copyOf()).isEmpty();
  }

  @Test
  @DisplayName(
      "L2 L3 a completed savepoint is one entry, its nonce is in both specs, and the rest goes")
  void completed() {
    var snapshot = announced(5L, SnapshotType.SAVEPOINT);

    write(inProgress(snapshot));
    write(completed(snapshot, "s3://b/sp-1"));

    var entry = entry("MANUAL", 5L);
    var info = job().savepointInfo();
    assertThat(info).isEqualTo(new SavepointInfo(entry, null, null, null, null, List.of(entry), 0));
    assertThat(nonce(job().getStatus().reconciliationStatus().lastReconciledSpec())).isEqualTo(5);
    assertThat(job().getStatus().reconciliationStatus().hasRun()).isTrue();
    assertThat(record(SnapshotType.SAVEPOINT).settled()).isTrue();
    assertThat(reader(snapshot).state()).isEqualTo(SnapshotState.COMPLETED);
  }

  @Test
  @DisplayName("M1 L2 in companion no job carries a snapshot, and nothing is written")
  void companion() {
    var snapshot = announced(5L, SnapshotType.SAVEPOINT);
    var before = job().getMetadata().getResourceVersion();
    var companion =
        new LegacySnapshotStore(OperatingMode.COMPANION, jobs, new SnapshotStore(api.client()));

    assertThat(companion.read(snapshot)).isEmpty();
    assertThatThrownBy(() -> companion.patchStatus(snapshot, before, Map.of("state", "COMPLETED")))
        .isInstanceOf(KubernetesClientException.class);
    assertThat(job().getMetadata().getResourceVersion()).isEqualTo(before);
  }

  @Test
  @DisplayName("M3 L4 a savepoint that the reference has ended is settled, and not written again")
  void endedByReference() {
    var snapshot = announced(5L, SnapshotType.SAVEPOINT);
    write(inProgress(snapshot));
    var byReference =
        new SavepointInfo(null, "", null, null, null, List.of(entry("MANUAL", 5L)), 0);
    jobs.patchStatus(job(), Map.of("jobStatus", Map.of("savepointInfo", byReference)));

    assertThat(store.read(snapshot)).isEmpty();
    assertThat(record(SnapshotType.SAVEPOINT).settled()).isTrue();
    assertThat(job().savepointInfo().savepointHistory()).hasSize(1);
    assertThat(requests.request(job(), SnapshotType.SAVEPOINT, 6L, NOW, Map.of())).isPresent();
  }

  @Test
  @DisplayName("L2 a periodic savepoint has no nonce, and its time is remembered")
  void periodic() {
    var snapshot = announced(null, SnapshotType.SAVEPOINT);

    write(completed(snapshot, "s3://b/sp-1"));

    var info = job().savepointInfo();
    assertThat(info.savepointHistory()).containsExactly(entry("PERIODIC", null));
    assertThat(info.lastPeriodicSavepointTimestamp())
        .isEqualTo(Attempts.ATTEMPTED_AT.toEpochMilli());
    assertThat(nonce(job().getStatus().reconciliationStatus().lastReconciledSpec())).isEqualTo(4);
  }

  @Test
  @DisplayName("L2 a completed checkpoint has no location")
  void checkpoint() {
    var snapshot = announced(5L, SnapshotType.CHECKPOINT);

    write(completed(snapshot, null));

    var at = Attempts.ATTEMPTED_AT.toEpochMilli();
    assertThat(job().getStatus().jobStatus().checkpointInfo())
        .isEqualTo(
            new CheckpointInfo(
                new CheckpointInfo.Entry(at, "MANUAL", "UNKNOWN", 5L), null, null, null, null, 0));
  }

  @Test
  @DisplayName("L2 S1 a crash between the record and the status is repaired by the next read")
  void crash() {
    var snapshot = announced(5L, SnapshotType.SAVEPOINT);
    var change = completed(snapshot, "s3://b/sp-1");
    api.refusePatch(Jobs.DEPLOYMENT_PATH + "orders/status", 500);
    assertThatThrownBy(() -> write(change)).isInstanceOf(KubernetesClientException.class);
    var before = job().savepointInfo();

    var read = reader(snapshot);

    assertThat(before.savepointHistory()).isEmpty();
    assertThat(before.triggerId()).isNotNull();
    assertThat(read.state()).isEqualTo(SnapshotState.COMPLETED);
    assertThat(job().savepointInfo().savepointHistory()).containsExactly(entry("MANUAL", 5L));
    assertThat(job().savepointInfo().triggerId()).isNull();
    assertThat(writer.write(change).verdict()).isEqualTo(Verdict.APPLIED);
    assertThat(job().savepointInfo().savepointHistory()).hasSize(1);
  }

  @Test
  @DisplayName("L2 what was taken off the history after the end does not come back")
  void settled() {
    var snapshot = announced(5L, SnapshotType.SAVEPOINT);
    write(completed(snapshot, "s3://b/sp-1"));
    jobs.patchStatus(
        job(), Map.of("jobStatus", Map.of("savepointInfo", Map.of("savepointHistory", List.of()))));

    assertThat(reader(snapshot).state()).isEqualTo(SnapshotState.COMPLETED);
    assertThat(job().savepointInfo().savepointHistory()).isEmpty();
  }

  @Test
  @DisplayName(
      "L3 R7 a failed attempt clears the fields, and its error is on the job in the reference's words")
  void failed() {
    var snapshot = announced(5L, SnapshotType.SAVEPOINT);
    var view = Views.view(store.read(snapshot).orElseThrow());

    write(StatusChange.failed(view, "disk full", NOW));
    events.publish(snapshot, new ResourceEvent(EventReason.SAVEPOINT_ERROR, "disk full", "1"));

    assertThat(job().savepointInfo()).isEqualTo(SavepointInfo.NONE);
    assertThat(nonce(job().getStatus().reconciliationStatus().lastReconciledSpec())).isEqualTo(5);
    var event = event();
    assertThat(event.getMessage())
        .isEqualTo("Savepoint failed for savepointTriggerNonce: 5: disk full");
    assertThat(event.getInvolvedObject().getKind()).isEqualTo("FlinkDeployment");
    assertThat(event.getInvolvedObject().getName()).isEqualTo("orders");
  }

  @Test
  @DisplayName("L3 one snapshot of a type at a time; a repeated request finds the one before")
  void oneAtATime() {
    put();
    var first = requests.request(job(), SnapshotType.SAVEPOINT, 5L, INTENDED, Map.of());

    var again = requests.request(job(), SnapshotType.SAVEPOINT, 5L, INTENDED, Map.of());
    var next =
        requests.request(job(), SnapshotType.SAVEPOINT, 6L, INTENDED.plusMillis(1), Map.of());
    var other = requests.request(job(), SnapshotType.CHECKPOINT, 6L, INTENDED, Map.of());

    assertThat(first.orElseThrow().requested()).isTrue();
    assertThat(again.orElseThrow().requested()).isFalse();
    assertThat(next).isEmpty();
    assertThat(other).isPresent();
  }

  @Test
  @DisplayName("L4 the workflow id names job and type, and its run finds whichever the job carries")
  void workflow() {
    var snapshot = announced(5L, SnapshotType.SAVEPOINT);
    var uid = job().getMetadata().getUid();

    assertThat(snapshot.workflowId())
        .isEqualTo(
            "legacy-snapshot/flink/FlinkDeployment/orders/" + uid.substring(0, 8) + "/savepoint");
    var carried = LegacySnapshot.carriedBy("flink", job().reference(), uid, SnapshotType.SAVEPOINT);
    assertThat(reader(carried).id()).isEqualTo(snapshot);
    assertThat(carried.workflowId()).isEqualTo(snapshot.workflowId());
    var earlier = new SnapshotId("flink", "x", uid + "/legacy/savepoint/999", snapshot.legacy());
    assertThat(store.read(earlier)).isEmpty();
  }

  private void put() {
    api.put(Jobs.deployment("orders", "{job: {savepointTriggerNonce: 5}}", RECONCILED));
  }

  /** The id of a snapshot whose attempt is recorded. */
  private SnapshotId announced(@Nullable Long nonce, SnapshotType type) {
    put();
    requests.request(job(), type, nonce, INTENDED, Map.of());
    var uid = job().getMetadata().getUid();
    var resource =
        store.read(LegacySnapshot.carriedBy("flink", job().reference(), uid, type)).orElseThrow();
    var metadata = resource.getMetadata();
    store.patchMetadata(
        new SnapshotReader(resource).id(),
        Map.of(
            "resourceVersion",
            metadata.getResourceVersion(),
            "annotations",
            Map.of(SnapshotAnnotations.ATTEMPT, Attempts.attempt(1).annotation())));
    return new SnapshotReader(resource).id();
  }

  private StatusChange inProgress(SnapshotId snapshot) {
    return StatusChange.inProgress(view(snapshot), TriggerId.of(snapshot.uid(), 1), NOW);
  }

  private StatusChange completed(SnapshotId snapshot, @Nullable String path) {
    return StatusChange.completed(view(snapshot), path, NOW);
  }

  private SnapshotView view(SnapshotId snapshot) {
    return Views.view(store.read(snapshot).orElseThrow());
  }

  private void write(StatusChange change) {
    assertThat(writer.write(change).verdict()).isEqualTo(Verdict.APPLIED);
  }

  private SnapshotReader reader(SnapshotId snapshot) {
    FlinkStateSnapshot read = store.read(snapshot).orElseThrow();
    return new SnapshotReader(read);
  }

  private LegacyRecord record(SnapshotType type) {
    return LegacyRecord.of(job(), type).orElseThrow();
  }

  private JobResource job() {
    return api.client()
        .resources(FlinkDeployment.class)
        .inNamespace("flink")
        .withName("orders")
        .get();
  }

  private Event event() {
    return api.client().v1().events().inNamespace("flink").list().getItems().get(0);
  }

  private static SavepointInfo.Entry entry(String trigger, @Nullable Long nonce) {
    return new SavepointInfo.Entry(
        Attempts.ATTEMPTED_AT.toEpochMilli(), "s3://b/sp-1", trigger, "CANONICAL", nonce);
  }

  private static long nonce(String reconciled) {
    return ReconciledSpec.parse(reconciled)
        .flatMap(spec -> spec.triggerNonce(SnapshotType.SAVEPOINT))
        .orElseThrow();
  }
}
