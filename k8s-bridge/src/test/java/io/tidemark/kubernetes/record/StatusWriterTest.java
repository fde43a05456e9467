package io.tidemark.kubernetes.record;

import static io.tidemark.kubernetes.fixture.SnapshotDraft.PATH;
import static io.tidemark.kubernetes.fixture.Views.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.tidemark.kubernetes.fixture.ApiServer;
import io.tidemark.kubernetes.fixture.ApiServer.Request;
import io.tidemark.kubernetes.fixture.SnapshotDraft;
import io.tidemark.kubernetes.model.DesiredLabels;
import io.tidemark.kubernetes.model.FlinkStateSnapshot;
import io.tidemark.kubernetes.model.SnapshotAnnotations;
import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.kubernetes.model.SnapshotStatus;
import io.tidemark.kubernetes.store.SnapshotStore;
import io.tidemark.workflow.model.SavepointPath;
import io.tidemark.workflow.model.SnapshotId;
import io.tidemark.workflow.resource.JobRestarts;
import io.tidemark.workflow.resource.StatusChange;
import io.tidemark.workflow.resource.StatusChangeResult;
import io.tidemark.workflow.resource.StatusChangeResult.Verdict;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatusWriterTest {
  private static final String READ = "GET " + PATH;
  private static final String LABEL = "PATCH " + PATH;
  private static final String STATUS = "PATCH " + PATH + "/status";
  private static final Instant AT = Instant.parse("2026-11-23T10:02:03.456Z");

  private final ApiServer api = new ApiServer();
  private final SnapshotStore store = new SnapshotStore(api.client());
  private final StatusWriter writer =
      new StatusWriter(
          store, new EventPublisher(api.client(), Clock.fixed(AT, ZoneOffset.UTC), reason -> {}));

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  @DisplayName(
      "R6 R13 a record is two patches: the label first, the status last, each at its version")
  void twoPatches() {
    var before = put(SnapshotDraft.savepoint());

    var recorded = writer.write(StatusChange.inProgress(view(before), "t1", AT));

    var requests = api.requests();
    assertThat(requests)
        .allMatch(request -> request.contentType().startsWith("application/merge-patch+json"))
        .extracting(Request::line)
        .containsExactly(LABEL, STATUS);
    assertThat(requests.get(0).body())
        .isEqualTo(
            Map.of(
                "metadata",
                Map.of(
                    "resourceVersion",
                    version(before),
                    "labels",
                    Map.of("snapshot.state", "IN_PROGRESS"))));
    var after = current(before);
    assertThat(recorded).isEqualTo(new StatusChangeResult(Verdict.APPLIED, version(after), false));
    assertThat(after.getStatus().triggerId()).isEqualTo("t1");
    assertThat(DesiredLabels.areOn(new SnapshotReader(after))).isTrue();
  }

  @Test
  @DisplayName("R13 a label that another writer removed is there again after the next change")
  void wholeSet() {
    var before = api.put(SnapshotDraft.savepoint().resource());

    writer.write(StatusChange.inProgress(view(before), "t1", AT));

    assertThat(api.requests()).extracting(Request::line).containsExactly(LABEL, STATUS, LABEL);
    assertThat(DesiredLabels.areOn(new SnapshotReader(current(before)))).isTrue();
  }

  @ParameterizedTest
  @DisplayName("R13 W3 a change holds if the repair of its labels fails")
  @ValueSource(ints = {403, 409, 422, 500})
  void repairFails(int code) {
    var written =
        api.put(SnapshotDraft.savepoint().status("{state: IN_PROGRESS, failures: 0}").resource());
    api.refusePatch(PATH, 409);
    api.refusePatch(PATH, code);

    var recorded = writer.write(StatusChange.inProgress(view(written), "t1", AT));

    assertThat(recorded.verdict()).isEqualTo(Verdict.APPLIED);
    assertThat(api.requests())
        .extracting(Request::line)
        .startsWith(LABEL, READ, LABEL)
        .doesNotContain(STATUS);
  }

  @Test
  @DisplayName("R6 all values are absolute: what is not said is cleared; times are RFC 3339 UTC")
  void absoluteValues() {
    var before =
        put(
            SnapshotDraft.savepoint()
                .status(
                    "{state: IN_PROGRESS, triggerId: t1, failures: 1, error: disk full,"
                        + " triggerTimestamp: '2026-11-23T10:00:00Z'}"));

    writer.write(StatusChange.completed(view(before), "s3://b/s-1", AT));

    var body = api.requests().get(1).body();
    var expected = new HashMap<String, Object>();
    expected.put("state", "COMPLETED");
    expected.put("failures", 1);
    expected.put("triggerId", "t1");
    expected.put("triggerTimestamp", "2026-11-23T10:00:00Z");
    expected.put("resultTimestamp", "2026-11-23T10:02:03Z");
    expected.put("path", "s3://b/s-1");
    expected.put("error", null);
    assertThat(body.get("status")).isEqualTo(expected);
    assertThat(body.get("metadata")).asInstanceOf(MAP).containsOnlyKeys("resourceVersion");
    assertThat(body).containsOnlyKeys("metadata", "status");
    assertThat(current(before).getStatus().error()).isNull();
  }

  @Test
  @DisplayName("R19 the hash of the path is a label of the very patch that precedes COMPLETED")
  void pathHash() {
    var before = put(SnapshotDraft.savepoint());

    writer.write(StatusChange.completed(view(before), "s3://b/x/../s-1/", AT));

    assertThat(api.requests()).extracting(Request::line).containsExactly(LABEL, STATUS);
    assertThat(current(before).getMetadata().getLabels())
        .containsEntry("tidemark.io/path-hash", SavepointPath.of("s3://b/s-1").hash());
  }

  @Test
  @DisplayName("R18 an adopted savepoint is marked as one before it is COMPLETED")
  void adopted() {
    var before = put(SnapshotDraft.savepoint());

    writer.write(StatusChange.adopted(view(before), "t1", "s3://b/s-1", AT));

    var after = current(before);
    assertThat(after.getMetadata().getAnnotations())
        .containsEntry(SnapshotAnnotations.ADOPTED, "true");
    assertThat(after.getStatus().state()).isEqualTo("COMPLETED");
    assertThat(after.getStatus().triggerId()).isEqualTo("t1");
    assertThat(after.getStatus().path()).isEqualTo("s3://b/s-1");
  }

  @ParameterizedTest
  @DisplayName("R23 restarts of the job in a row are counted on the resource, and forgotten at 0")
  @CsvSource({"2, 2", "0,"})
  void jobRestarts(int restarts, String annotation) {
    var before = put(SnapshotDraft.savepoint().annotation(SnapshotAnnotations.JOB_RESTARTS, "1"));

    writer.write(
        StatusChange.attemptFailed(view(before), "boom", AT, new JobRestarts(restarts, 3)));

    assertThat(new SnapshotReader(current(before)).annotation(SnapshotAnnotations.JOB_RESTARTS))
        .isEqualTo(Optional.ofNullable(annotation));
  }

  @Test
  @DisplayName("R22 a copy that starts over keeps nothing of its original's status")
  void restarted() {
    var before =
        put(
            SnapshotDraft.savepoint()
                .annotation(SnapshotAnnotations.COPY_OF, "snapshot/a/b/0")
                .status(
                    "{state: ABANDONED, failures: 2, triggerId: t, path: p, error: a copy,"
                        + " triggerTimestamp: '2026-11-23T10:00:00Z'}"));

    writer.write(StatusChange.restarted(view(before)));

    var status = current(before).getStatus();
    assertThat(status)
        .isEqualTo(new SnapshotStatus("TRIGGER_PENDING", null, null, null, null, 0, null));
  }

  @Test
  @DisplayName("R9 when nothing was sent the attempt comes off with the label")
  void unsent() {
    var before = put(SnapshotDraft.savepoint().annotation(SnapshotAnnotations.ATTEMPT, "{}"));

    writer.write(StatusChange.pending(view(before), "no tasks yet"));

    var metadata = api.requests().get(0).body().get("metadata");
    assertThat(metadata).asInstanceOf(MAP).containsKey("annotations");
    assertThat(current(before).getMetadata().getAnnotations())
        .doesNotContainKey(SnapshotAnnotations.ATTEMPT);
  }

  @Test
  @DisplayName("R6 other labels, annotations, finalizers and the spec stay")
  void othersStay() {
    var before =
        put(
            SnapshotDraft.savepoint()
                .label("team", "a")
                .annotation("note", "keep")
                .finalizer("a.org/x"));

    writer.write(StatusChange.failed(view(before), "disk full", AT));

    var after = current(before);
    assertThat(after.getMetadata().getLabels()).containsEntry("team", "a");
    assertThat(after.getMetadata().getAnnotations()).isEqualTo(Map.of("note", "keep"));
    assertThat(after.getMetadata().getFinalizers()).containsExactly("a.org/x");
    assertThat(after.getSpec()).isEqualTo(before.getSpec());
  }

  @Test
  @DisplayName("R6 a conflict is read again and, where the change still holds, written over")
  void conflict() {
    var before = put(SnapshotDraft.savepoint());
    touched(before);

    var recorded = writer.write(StatusChange.inProgress(view(before), "t1", AT));

    assertThat(api.requests())
        .extracting(Request::line)
        .containsExactly(LABEL, READ, LABEL, STATUS);
    assertThat(recorded.verdict()).isEqualTo(Verdict.APPLIED);
    assertThat(recorded.resourceVersion()).isEqualTo(version(current(before)));
    assertThat(current(before).getMetadata().getAnnotations()).containsKey("touched");
  }

  @Test
  @DisplayName("R6 a resource that was settled meanwhile stays as it is")
  void superseded() {
    var before = put(SnapshotDraft.savepoint());
    var late = StatusChange.inProgress(view(before), "t1", AT);
    writer.write(StatusChange.abandoned(view(before), "job gone", AT));
    var settled = current(before);

    var recorded = writer.write(late);

    assertThat(api.requests()).extracting(Request::line).containsExactly(LABEL, READ);
    assertThat(recorded.verdict()).isEqualTo(Verdict.SUPERSEDED);
    assertThat(current(before)).isEqualTo(settled);
  }

  @Test
  @DisplayName("R6 a write that is repeated after a lost answer is applied already")
  void repeated() {
    var before = put(SnapshotDraft.savepoint());
    var change = StatusChange.completed(view(before), "s3://b/s-1", AT);
    var first = writer.write(change);
    api.requests();

    var second = writer.write(change);

    assertThat(api.requests()).extracting(Request::line).containsExactly(LABEL, READ);
    assertThat(second).isEqualTo(first);
  }

  @Test
  @DisplayName("R6 a re-created resource of the same name is not written: GONE")
  void recreated() {
    var first = put(SnapshotDraft.savepoint());
    api.remove(first);
    var second = put(SnapshotDraft.savepoint());

    var recorded = writer.write(StatusChange.completed(view(first), "s3://b/s-1", AT));

    assertThat(api.requests()).extracting(Request::line).containsExactly(LABEL, READ);
    assertThat(recorded.verdict()).isEqualTo(Verdict.GONE);
    assertThat(current(second)).isEqualTo(second);
  }

  @Test
  @DisplayName("R6 a resource that is gone is GONE after one request")
  void gone() {
    var before = put(SnapshotDraft.savepoint());
    api.remove(before);

    var recorded = writer.write(StatusChange.completed(view(before), "s3://b/s-1", AT));

    assertThat(api.requests()).extracting(Request::line).containsExactly(LABEL);
    assertThat(recorded.verdict()).isEqualTo(Verdict.GONE);
  }

  @Test
  @DisplayName("R6 a resource that goes between label and status is GONE")
  void goneBetween() {
    var before = put(SnapshotDraft.savepoint());
    api.refusePatch(PATH + "/status", 404);

    var recorded = writer.write(StatusChange.completed(view(before), "s3://b/s-1", AT));

    assertThat(api.requests()).extracting(Request::line).containsExactly(LABEL, STATUS);
    assertThat(recorded.verdict()).isEqualTo(Verdict.GONE);
  }

  @Test
  @DisplayName("R14 a write says when the resource is being deleted")
  void beingDeleted() {
    var before = put(SnapshotDraft.savepoint().finalized());
    api.remove(before);

    var recorded = writer.write(StatusChange.completed(view(current(before)), "s3://b/s-1", AT));

    assertThat(recorded.verdict()).isEqualTo(Verdict.APPLIED);
    assertThat(recorded.deleted()).isTrue();
  }

  @ParameterizedTest
  @DisplayName("R8 what the API server does not answer well throws after one request")
  @ValueSource(ints = {429, 500, 503})
  void unanswered(int code) {
    var before = put(SnapshotDraft.savepoint());
    api.refusePatch(PATH, code);

    assertThatThrownBy(() -> writer.write(StatusChange.inProgress(view(before), "t1", AT)))
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(code));
    assertThat(api.requests()).extracting(Request::line).containsExactly(LABEL);
  }

  @Test
  @DisplayName("R6 conflicts in a row are decided again at once, and a sixth is for the activity")
  void conflictsInARow() {
    var before = put(SnapshotDraft.savepoint());
    refuse(PATH, 6);

    var recorded = writer.write(StatusChange.inProgress(view(before), "t1", AT));
    refuse(PATH, 7);

    assertThat(recorded.verdict()).isEqualTo(Verdict.APPLIED);
    assertThatThrownBy(() -> writer.write(StatusChange.completed(view(before), "s3://b/d", AT)))
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(409));
  }

  @Test
  @DisplayName("R6 a writer that comes before each second request does not stop the change")
  void everySecondRequest() {
    var before = put(SnapshotDraft.savepoint());
    refuse(PATH + "/status", 3);

    var recorded = writer.write(StatusChange.inProgress(view(before), "t1", AT));

    assertThat(recorded.verdict()).isEqualTo(Verdict.APPLIED);
    assertThat(api.requests())
        .extracting(Request::line)
        .containsExactly(LABEL, STATUS, READ, STATUS, READ, STATUS, READ, STATUS);
    assertThat(current(before).getStatus().state()).isEqualTo("IN_PROGRESS");
  }

  private void refuse(String path, int times) {
    IntStream.range(0, times).forEach(unused -> api.refusePatch(path, 409));
  }

  private FlinkStateSnapshot put(SnapshotDraft draft) {
    return api.put(draft.labelled().resource());
  }

  /** Someone else writes. */
  private void touched(FlinkStateSnapshot resource) {
    store.patchMetadata(id(resource), Map.of("annotations", Map.of("touched", "yes")));
    api.requests();
  }

  private FlinkStateSnapshot current(FlinkStateSnapshot resource) {
    return api.snapshot(id(resource));
  }

  private static SnapshotId id(FlinkStateSnapshot resource) {
    return new SnapshotReader(resource).id();
  }

  private static String version(FlinkStateSnapshot resource) {
    return resource.getMetadata().getResourceVersion();
  }
}
