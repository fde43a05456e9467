package io.tidemark.kubernetes.record;

import static io.tidemark.kubernetes.fixture.SnapshotDraft.PATH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.tidemark.kubernetes.fixture.ApiServer;
import io.tidemark.kubernetes.fixture.ApiServer.Request;
import io.tidemark.kubernetes.fixture.SnapshotDraft;
import io.tidemark.kubernetes.model.FlinkStateSnapshot;
import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.kubernetes.store.SnapshotStore;
import io.tidemark.workflow.model.SnapshotId;
import io.tidemark.workflow.resource.ReleaseRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FinalizerRemovalTest {
  private static final String READ = "GET " + PATH;
  private static final String WRITE = "PATCH " + PATH;

  private final ApiServer api = new ApiServer();
  private final FinalizerRemoval release = new FinalizerRemoval(new SnapshotStore(api.client()));

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  @DisplayName("R16 our finalizer comes off by one request if the resource is as it was read")
  void asItWasRead() {
    var resource = deleted(SnapshotDraft.savepoint().finalizer("a.org/x").finalized());

    release.removeFinalizer(asRead(resource));

    assertThat(api.requests()).extracting(Request::line).containsExactly(WRITE);
    assertThat(api.snapshot(id(resource)).getMetadata().getFinalizers()).containsExactly("a.org/x");
  }

  @Test
  @DisplayName("R16 a resource that has changed since it was read keeps what others wrote")
  void changedSinceItWasRead() {
    var resource = deleted(SnapshotDraft.savepoint().finalizer("a.org/x").finalized());
    var read = asRead(resource);
    var edited = api.snapshot(id(resource));
    edited.getMetadata().getFinalizers().add("b.org/y");
    api.client().resource(edited).update();
    api.requests();

    release.removeFinalizer(read);

    assertThat(api.requests()).extracting(Request::line).containsExactly(WRITE, READ, WRITE);
    assertThat(api.snapshot(id(resource)).getMetadata().getFinalizers())
        .containsExactly("a.org/x", "b.org/y");
  }

  private static ReleaseRequest asRead(FlinkStateSnapshot resource) {
    return new ReleaseRequest(
        id(resource), null, resource.getMetadata().getResourceVersion(), List.of("a.org/x"));
  }

  @Test
  @DisplayName("R16 our finalizer comes off by a patch that touches nothing else")
  void touchesNothingElse() {
    var draft = SnapshotDraft.savepoint().finalizer("a.org/x").finalized().finalizer("b.org/y");
    var resource = deleted(draft.label("team", "a").annotation("note", "keep"));

    release.removeFinalizer(id(resource));

    var requests = api.requests();
    assertThat(requests).extracting(Request::line).containsExactly(READ, WRITE);
    assertThat(requests.get(1).body())
        .isEqualTo(
            Map.of(
                "metadata",
                Map.of(
                    "resourceVersion",
                    resource.getMetadata().getResourceVersion(),
                    "finalizers",
                    List.of("a.org/x", "b.org/y"))));
    var after = api.snapshot(id(resource));
    assertThat(after.getMetadata().getFinalizers()).containsExactly("a.org/x", "b.org/y");
    assertThat(after.getMetadata().getLabels()).isEqualTo(Map.of("team", "a"));
    assertThat(after.getMetadata().getAnnotations()).isEqualTo(Map.of("note", "keep"));
  }

  @Test
  @DisplayName("R16 a resource that waited for us only is gone")
  void letGo() {
    var resource = deleted(SnapshotDraft.savepoint().finalized());

    release.removeFinalizer(id(resource));

    assertThat(api.snapshot(id(resource))).isNull();
  }

  @Test
  @DisplayName(
      "R16 a resource that is gone, or has no finalizer of ours, is success without a write")
  void nothingToRemove() {
    release.removeFinalizer(SnapshotDraft.savepoint().read().id());
    assertThat(api.requests()).extracting(Request::line).containsExactly(READ);

    var others = deleted(SnapshotDraft.savepoint().finalizer("a.org/x"));
    release.removeFinalizer(id(others));
    assertThat(api.requests()).extracting(Request::line).containsExactly(READ);
  }

  @Test
  @DisplayName("R6 R16 a re-created resource of the same name keeps its finalizer")
  void recreated() {
    var first = api.put(SnapshotDraft.savepoint().resource());
    api.remove(first);
    var second = api.put(SnapshotDraft.savepoint().finalized().resource());

    release.removeFinalizer(id(first));

    assertThat(api.requests()).extracting(Request::line).containsExactly(READ);
    assertThat(api.snapshot(id(second))).isEqualTo(second);
  }

  @Test
  @DisplayName("R16 a resource that goes before the patch is success")
  void goneBeforeThePatch() {
    var resource = deleted(SnapshotDraft.savepoint().finalized());
    api.refusePatch(PATH, 404);

    release.removeFinalizer(id(resource));

    assertThat(api.requests()).extracting(Request::line).containsExactly(READ, WRITE);
  }

  @ParameterizedTest
  @DisplayName("R8 R16 a refused patch throws, for the activity to read and try again")
  @ValueSource(ints = {403, 409, 500})
  void refused(int code) {
    var completed = SnapshotDraft.savepoint().finalized().status("{state: COMPLETED, path: p}");
    var resource = deleted(completed);
    api.refusePatch(PATH, code);

    assertThatThrownBy(() -> release.removeFinalizer(id(resource)))
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(code));
    assertThat(api.requests()).extracting(Request::line).containsExactly(READ, WRITE);
  }

  @Test
  @DisplayName("R24 R14 a snapshot that was never taken is ABANDONED if its removal is refused")
  void abandonedFirst() {
    var resource = deleted(SnapshotDraft.savepoint().finalized().finalizer("a.org/x"));
    api.refusePatch(PATH, 403);

    release.removeFinalizer(id(resource));

    assertThat(api.requests())
        .extracting(Request::line)
        .containsExactly(READ, WRITE, WRITE + "/status", WRITE);
    var after = api.snapshot(id(resource));
    assertThat(after.getStatus().state()).isEqualTo("ABANDONED");
    assertThat(after.getMetadata().getFinalizers()).containsExactly("a.org/x");
  }

  @Test
  @DisplayName("R15 R16 without the right to read, the finalizer comes off by patches alone")
  void unreadable() {
    var draft = SnapshotDraft.savepoint().finalizer("a.org/x").finalized();
    var resource = deleted(draft);
    api.refuseGet(PATH, 403);

    release.removeFinalizer(id(resource));

    var requests = api.requests();
    assertThat(requests).extracting(Request::line).containsExactly(READ, WRITE, WRITE);
    assertThat(requests.get(1).body()).isEqualTo(Map.of("metadata", Map.of()));
    assertThat(api.snapshot(id(resource)).getMetadata().getFinalizers()).containsExactly("a.org/x");
  }

  @Test
  @DisplayName("R15 a resource that may neither be read nor patched keeps its finalizer")
  void neitherReadNorPatched() {
    var resource = deleted(SnapshotDraft.savepoint().finalized());
    api.refuseGet(PATH, 403);
    api.refusePatch(PATH, 500);

    assertThatThrownBy(() -> release.removeFinalizer(id(resource)))
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(403));
    assertThat(api.snapshot(id(resource)).getMetadata().getFinalizers()).hasSize(1);
  }

  @ParameterizedTest
  @DisplayName("R6 R15 without the right to read, another resource of that name stays as it is")
  @ValueSource(booleans = {false, true})
  void unreadableOther(boolean deleted) {
    var first = api.put(SnapshotDraft.savepoint().resource());
    api.remove(first);
    var second = api.put(SnapshotDraft.savepoint().finalized().resource());
    if (deleted) {
      api.remove(second);
    }
    api.refuseGet(PATH, 403);

    release.removeFinalizer(id(first));

    assertThat(api.snapshot(id(second)).getMetadata().getFinalizers()).hasSize(1);
  }

  @Test
  @DisplayName("R16 a resource that is gone is success also without the right to read")
  void unreadableAndGone() {
    api.refuseGet(PATH, 403);

    release.removeFinalizer(SnapshotDraft.savepoint().read().id());

    assertThat(api.requests()).extracting(Request::line).containsExactly(READ, WRITE);
  }

  private FlinkStateSnapshot deleted(SnapshotDraft draft) {
    var resource = api.put(draft.resource());
    api.remove(resource);
    return api.snapshot(id(resource));
  }

  private static SnapshotId id(FlinkStateSnapshot resource) {
    return new SnapshotReader(resource).id();
  }
}
