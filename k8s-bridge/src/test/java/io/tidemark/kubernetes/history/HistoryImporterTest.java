package io.tidemark.kubernetes.history;

import static io.tidemark.kubernetes.fixture.Jobs.DEPLOYMENT_PATH;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Event;
import io.tidemark.kubernetes.creation.ExistingSavepointCreator;
import io.tidemark.kubernetes.fixture.ApiServer;
import io.tidemark.kubernetes.fixture.ApiServer.Request;
import io.tidemark.kubernetes.fixture.Jobs;
import io.tidemark.kubernetes.fixture.SnapshotDraft;
import io.tidemark.kubernetes.model.FlinkStateSnapshot;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.model.OperatingMode;
import io.tidemark.kubernetes.model.SavepointInfo;
import io.tidemark.kubernetes.record.EventPublisher;
import io.tidemark.kubernetes.store.JobStore;
import io.tidemark.kubernetes.store.SnapshotStore;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryImporterTest {
  private static final String ANNOTATION = "tidemark.io/import-history";
  private static final String STATUS = "PATCH " + DEPLOYMENT_PATH + "orders/status";
  private static final String SNAPSHOTS =
      "/apis/flink.apache.org/v1beta1/namespaces/flink/flinkstatesnapshots";
  private static final String FIRST =
      "{timeStamp: 1, location: 's3://b/1', triggerType: MANUAL, formatType: CANONICAL,"
          + " triggerNonce: 7}";
  private static final String SECOND =
      "{timeStamp: 2, location: 's3://b/2', triggerType: PERIODIC, formatType: NATIVE}";

  private final ApiServer api = new ApiServer();
  private final HistoryImporter importer = importer(OperatingMode.STANDALONE);

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  @DisplayName("H7 each entry becomes a snapshot of its path and type, and leaves the history")
  void imports() {
    var job = put("true", FIRST, SECOND);

    importer.changed(job);

    assertThat(names())
        .containsExactlyInAnyOrder("orders-savepoint-manual-1", "orders-savepoint-periodic-2");
    var periodic = snapshot("orders-savepoint-periodic-2");
    assertThat(periodic.getSpec().savepoint().alreadyExists()).isTrue();
    assertThat(periodic.getSpec().savepoint().disposeOnDelete()).isFalse();
    assertThat(periodic.getSpec().savepoint().formatType()).isEqualTo("NATIVE");
    assertThat(periodic.getSpec().savepoint().path()).isEqualTo("s3://b/2");
    assertThat(periodic.getSpec().jobReference().name()).isEqualTo("orders");
    assertThat(periodic.getMetadata().getLabels())
        .containsEntry("snapshot.trigger-type", "PERIODIC");
    assertThat(periodic.getMetadata().getAnnotations())
        .containsEntry("tidemark.io/taken-at", "1970-01-01T00:00:00.002Z");
    assertThat(history(job)).isEmpty();
    assertThat(info(job).lastSavepoint()).isNotNull();
    assertThat(info(job).lastPeriodicSavepointTimestamp()).isEqualTo(2);
    assertThat(messages("HistoryImported"))
        .containsExactly(
            "Imported 2 savepoints of status.jobStatus.savepointInfo.savepointHistory:"
                + " orders-savepoint-manual-1, orders-savepoint-periodic-2.");
  }

  @Test
  @DisplayName("H7 snapshots are created before their entries leave, at the version that was read")
  void order() {
    var job = put("true", FIRST);

    importer.changed(job);

    var requests = api.requests();
    assertThat(requests)
        .extracting(Request::line)
        .containsExactly(
            "GET " + DEPLOYMENT_PATH + "orders",
            "GET " + SNAPSHOTS,
            "POST " + SNAPSHOTS,
            "POST /api/v1/namespaces/flink/events",
            STATUS);
    assertThat(requests.get(4).body().get("metadata"))
        .isEqualTo(Map.of("resourceVersion", job.getMetadata().getResourceVersion()));
  }

  @Test
  @DisplayName("H7 a run that ended between the two finds what is done, and a second one nothing")
  void repeated() {
    var job = put("true", FIRST, SECOND);
    api.refusePatch(DEPLOYMENT_PATH + "orders/status", 500);

    importer.changed(job);
    assertThat(history(job)).hasSize(2);
    importer.sweep(List.of(job));
    api.requests();
    importer.changed(current(job));

    assertThat(api.requests()).isEmpty();
    assertThat(names()).hasSize(2);
    assertThat(history(job)).isEmpty();
    assertThat(messages("HistoryImported")).hasSize(1);
  }

  @Test
  @DisplayName("H7 another replica that has imported meanwhile leaves nothing to do")
  void twoReplicas() {
    var job = put("true", FIRST, SECOND);
    var other = importer(OperatingMode.STANDALONE);
    var slow = importer(OperatingMode.STANDALONE, () -> other.changed(job));

    slow.changed(job);

    assertThat(names()).hasSize(2);
    assertThat(history(job)).isEmpty();
    assertThat(messages("HistoryImported")).hasSize(1);
  }

  @Test
  @DisplayName("H7 an entry that a snapshot of the job records already gets no second one")
  void recorded() {
    var job = put("true", FIRST);
    api.put(
        SnapshotDraft.of(
                "jobReference: {kind: FlinkDeployment, name: orders}\n"
                    + "savepoint: {alreadyExists: true, path: 's3://b/1/'}")
            .named("by-hand")
            .resource());

    importer.changed(job);

    assertThat(names()).containsExactly("by-hand");
    assertThat(history(job)).isEmpty();
    assertThat(messages("HistoryImported")).singleElement().asString().contains("s3://b/1");
  }

  @Test
  @DisplayName("H7 two entries of one path become one snapshot, and two of one time one each")
  void samePathAndSameTime() {
    var again = FIRST.replace("timeStamp: 1", "timeStamp: 3");
    var sameTime = FIRST.replace("s3://b/1", "s3://b/9");
    var job = put("true", FIRST, again, sameTime);

    importer.changed(job);

    assertThat(names()).hasSize(2).allMatch(name -> name.startsWith("orders-savepoint-manual-1"));
    assertThat(paths()).containsExactlyInAnyOrder("s3://b/1", "s3://b/9");
    assertThat(history(job)).isEmpty();
  }

  @Test
  @DisplayName("H7 a snapshot of the same name that is of something else is not touched")
  void nameTaken() {
    var job = put("true", FIRST);
    api.put(
        SnapshotDraft.of("jobReference: {kind: FlinkDeployment, name: other}\nsavepoint: {}")
            .named("orders-savepoint-manual-1")
            .resource());

    importer.changed(job);

    assertThat(names()).hasSize(2);
    assertThat(snapshot("orders-savepoint-manual-1").getSpec().jobReference().name())
        .isEqualTo("other");
    assertThat(paths()).contains("s3://b/1");
    assertThat(history(job)).isEmpty();
  }

  @Test
  @DisplayName("H7 the names of a very long job name are valid, and different")
  void longName() {
    var job = Jobs.deployment("a".repeat(253), "{}", status(FIRST, SECOND));
    job.getMetadata().setAnnotations(Map.of(ANNOTATION, "true"));

    importer.changed(api.put(job));

    assertThat(names()).hasSize(2).allMatch(name -> name.length() <= 253);
  }

  @Test
  @DisplayName("H7 entries that cannot be imported stay and are named; the others are imported")
  void badEntries() {
    var job =
        put(
            "true",
            "{timeStamp: 5, triggerType: MANUAL}",
            "{timeStamp: 6, location: 's3://b/6', triggerType: DAILY}",
            SECOND);

    importer.changed(job);

    assertThat(names()).containsExactly("orders-savepoint-periodic-2");
    assertThat(history(job)).extracting(SavepointInfo.Entry::timeStamp).containsExactly(5L, 6L);
    assertThat(messages("HistoryNotImported"))
        .containsExactly(
            "Left in status.jobStatus.savepointInfo.savepointHistory: the entry of timeStamp 5 has"
                + " no location, the entry of timeStamp 6 has the triggerType DAILY, not MANUAL,"
                + " PERIODIC or UPGRADE.");
  }

  @Test
  @DisplayName("H7 a savepoint of unknown type is MANUAL, which no cleanup deletes unasked")
  void unknownType() {
    importer.changed(
        put(
            "true",
            "{timeStamp: 4, location: 's3://b/4', triggerType: UNKNOWN, formatType: UNKNOWN}"));

    assertThat(names()).containsExactly("orders-savepoint-manual-4");
  }

  @Test
  @DisplayName("H7 without the annotation, or with false, nothing is read or written")
  void notRequested() {
    var job = put("false", FIRST);
    var other = api.put(Jobs.deployment("other", "{}", status(FIRST)));

    importer.sweep(List.of(job, other));

    assertThat(api.requests()).isEmpty();
    assertThat(names()).isEmpty();
  }

  @Test
  @DisplayName("H7 a value that is neither true nor false is named, and nothing is imported")
  void unreadable() {
    var job = put("yes", FIRST);

    importer.changed(job);

    assertThat(names()).isEmpty();
    assertThat(messages("ValidationError"))
        .containsExactly(
            "tidemark.io/import-history is 'yes': neither true nor false; no history is imported"
                + " until this is corrected.");
  }

  @Test
  @DisplayName("H7 M1 M3 where the Flink operator owns the status, an event says so")
  void notOwned() {
    var job = put("true", FIRST);

    importer(OperatingMode.COMPANION).changed(job);
    job.getMetadata().setFinalizers(List.of("flinkdeployments.flink.apache.org/finalizer"));
    importer.changed(job);

    assertThat(names()).isEmpty();
    assertThat(history(job)).hasSize(1);
    assertThat(messages("HistoryNotImported"))
        .singleElement()
        .asString()
        .contains("its status belongs to the Flink operator");
  }

  @Test
  @DisplayName("H7 a creation that is refused is named, and its entry stays")
  void refused() {
    var job = put("true", FIRST);
    api.refusePost(SNAPSHOTS, 403);

    importer.changed(job);

    assertThat(history(job)).hasSize(1);
    assertThat(messages("HistoryNotImported")).singleElement().asString().contains("403");
  }

  @Test
  @DisplayName("H7 R24 an entry whose snapshot is refused does not block the others")
  void oneRefused() {
    var job = put("true", FIRST, SECOND);
    api.refusePost(SNAPSHOTS, 422);

    importer.changed(job);

    assertThat(names()).containsExactly("orders-savepoint-periodic-2");
    assertThat(history(job)).extracting(SavepointInfo.Entry::timeStamp).containsExactly(1L);
    assertThat(messages("HistoryNotImported")).singleElement().asString().contains("timeStamp 1,");
  }

  @ParameterizedTest
  @ValueSource(strings = {"by-hand", "orders-savepoint-manual-1"})
  @DisplayName("H7 R22 a copy, or a failed snapshot, of the path or name records nothing")
  void copyIsNoRecord(String name) {
    var job = put("true", FIRST);
    api.put(
        SnapshotDraft.of(
                "jobReference: {kind: FlinkDeployment, name: orders}\n"
                    + "savepoint: {alreadyExists: true, path: 's3://b/1'}")
            .named(name)
            .status("{state: ABANDONED}")
            .resource());

    importer.changed(job);

    assertThat(names())
        .hasSize(2)
        .contains(name)
        .anyMatch(it -> !it.equals(name) && it.startsWith("orders-savepoint-manual-1"));
    assertThat(history(job)).isEmpty();
  }

  private HistoryImporter importer(OperatingMode mode) {
    return importer(mode, () -> {});
  }

  /** Returns an importer that runs a step after each event. */
  private HistoryImporter importer(OperatingMode mode, Runnable step) {
    var client = api.client();
    return new HistoryImporter(
        new JobStore(client),
        new SnapshotStore(client),
        new ExistingSavepointCreator(client, Map.of()),
        new EventPublisher(client, Clock.systemUTC(), reason -> step.run()),
        mode);
  }

  private JobResource put(String annotation, String... entries) {
    var job = Jobs.deployment("orders", "{job: {state: running}}", status(entries));
    job.getMetadata().setAnnotations(Map.of(ANNOTATION, annotation));
    return api.put(job);
  }

  private static String status(String... entries) {
    return "{jobStatus: {state: RUNNING, savepointInfo: {lastPeriodicSavepointTimestamp: 2,"
        + " lastSavepoint: "
        + entries[entries.length - 1]
        + ", savepointHistory: ["
        + String.join(", ", entries)
        + "]}}}";
  }

  private JobResource current(JobResource job) {
    var found = api.client().resource(job).get();
    api.requests();
    return found;
  }

  private SavepointInfo info(JobResource job) {
    return current(job).savepointInfo();
  }

  private List<SavepointInfo.Entry> history(JobResource job) {
    return info(job).savepointHistory();
  }

  private List<FlinkStateSnapshot> snapshots() {
    return api.client().resources(FlinkStateSnapshot.class).inNamespace("flink").list().getItems();
  }

  private List<String> names() {
    return snapshots().stream().map(it -> it.getMetadata().getName()).toList();
  }

  private List<String> paths() {
    return snapshots().stream()
        .flatMap(it -> Optional.ofNullable(it.getSpec().savepoint().path()).stream())
        .toList();
  }

  private FlinkStateSnapshot snapshot(String name) {
    return snapshots().stream()
        .filter(it -> it.getMetadata().getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private List<String> messages(String reason) {
    return api.client().v1().events().inNamespace("flink").list().getItems().stream()
        .filter(event -> event.getReason().equals(reason))
        .map(Event::getMessage)
        .toList();
  }
}
