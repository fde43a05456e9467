package io.tidemark.kubernetes.claim;

import static io.tidemark.kubernetes.fixture.SnapshotDraft.PATH;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.kubernetes.fixture.ApiServer;
import io.tidemark.kubernetes.fixture.ApiServer.Request;
import io.tidemark.kubernetes.fixture.Jobs;
import io.tidemark.kubernetes.fixture.SnapshotDraft;
import io.tidemark.kubernetes.model.FlinkStateSnapshot;
import io.tidemark.kubernetes.model.SnapshotAnnotations;
import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.kubernetes.record.EventPublisher;
import io.tidemark.kubernetes.store.JobStore;
import io.tidemark.kubernetes.store.LastKnownResources;
import io.tidemark.kubernetes.store.NamespaceReader;
import io.tidemark.kubernetes.store.SnapshotStore;
import io.tidemark.kubernetes.store.WatchedNamespaces;
import io.tidemark.workflow.flink.SnapshotTrigger.Mode;
import io.tidemark.workflow.model.SavepointPath;
import io.tidemark.workflow.model.SnapshotId;
import io.tidemark.workflow.model.SnapshotLabels;
import io.tidemark.workflow.resource.Claim;
import io.tidemark.workflow.resource.ClaimDecision;
import io.tidemark.workflow.resource.ClaimRequest;
import io.tidemark.workflow.resource.ClaimResult;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Claims of snapshots that this replica's watch has seen. */
class SeenSnapshotTest {
  private static final String READ = "GET " + PATH;
  private static final String WRITE = "PATCH " + PATH;
  private static final String READ_ORDERS = "GET " + Jobs.DEPLOYMENT_PATH + "orders";
  private static final Clock CLOCK = Clock.fixed(Plans.NOW, ZoneOffset.UTC);

  private final ApiServer api = new ApiServer();

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  @DisplayName("S8 a new snapshot that the watch has seen is claimed without reading it")
  void seenByTheWatch() {
    api.put(Jobs.orders());
    var seen = api.put(SnapshotDraft.savepoint().resource());

    var claim = claimAsSeen(seen);

    assertThat(api.requests()).extracting(Request::line).containsExactly(READ_ORDERS, WRITE);
    assertThat(Plans.trigger(claim).mode()).isEqualTo(Mode.FIRST);
  }

  @Test
  @DisplayName("R9 a claim on what the watch has seen is decided anew if the snapshot has changed")
  void changedSinceSeen() {
    api.put(Jobs.orders());
    var seen = api.put(SnapshotDraft.savepoint().resource());
    var first = claimAsRead(seen);
    api.requests();

    var second = claimAsSeen(seen);

    assertThat(api.requests())
        .extracting(Request::line)
        .containsExactly(READ_ORDERS, WRITE, READ, READ_ORDERS);
    assertThat(Plans.trigger(second)).isEqualTo(Plans.trigger(first).repeated());
  }

  @Test
  @DisplayName("W1 a claim on what the watch has seen ends as gone if the snapshot is gone")
  void goneSinceSeen() {
    api.put(Jobs.orders());
    var seen = api.put(SnapshotDraft.savepoint().resource());
    api.remove(seen);

    assertThat(claims(seen).claim(request(seen))).isEqualTo(ClaimResult.GONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{state: TRIGGER_PENDING}", "{state: COMPLETED, path: p}"})
  @DisplayName("R6 a snapshot with a status is read, whatever the watch has seen")
  void statusIsRead(String status) {
    var seen = api.put(SnapshotDraft.savepoint().status(status).resource());

    claimAsSeen(seen);

    assertThat(api.requests()).extracting(Request::line).startsWith(READ);
  }

  @Test
  @DisplayName(
      "S8 R19 a deletion reads the snapshot and its job together with the users of its path")
  void deletion() {
    api.put(Jobs.orders());
    var seen = deleted("s3://b/d/s-1");

    var claim = claimAsSeen(seen);

    assertThat(claim.decision()).isInstanceOf(ClaimDecision.Dispose.class);
    assertThat(claim.view().deletion().otherFinalizers()).containsExactly("a.org/x");
    assertThat(api.requests())
        .extracting(Request::line)
        .hasSize(5) // snapshots with the path and without its label, jobs of two kinds, namespace
        .doesNotContain(READ, READ_ORDERS);
  }

  @Test
  @DisplayName(
      "S8 R19 among many jobs a deletion reads its own, of which only its savepoints are kept")
  void deletionAmongManyJobs() {
    IntStream.range(0, 500).forEach(it -> api.put(Jobs.deployment("job-" + it, "{}", "{}")));
    api.put(Jobs.orders());
    var seen = deleted("s3://b/d/s-1");

    assertThat(claimAsSeen(seen).decision()).isInstanceOf(ClaimDecision.Dispose.class);

    assertThat(api.requests()).extracting(Request::line).contains(READ_ORDERS).doesNotContain(READ);
  }

  @Test
  @DisplayName("R19 a deletion is decided on the snapshot as it is, not as the watch has seen it")
  void deletionThatIsSkipped() {
    api.put(Jobs.orders());
    var seen = deleted("s3://b/d/s-1");
    var edited = api.snapshot(new SnapshotReader(seen).id());
    edited.getMetadata().getAnnotations().put(SnapshotAnnotations.SKIP_DISPOSAL, "true");
    api.client().resource(edited).update();

    assertThat(claimAsSeen(seen).decision()).isInstanceOf(ClaimDecision.Retain.class);
  }

  @Test
  @DisplayName("R19 a deletion whose path has changed is read")
  void changedPath() {
    var seen = deleted("s3://b/d/s-1");
    var edited = api.snapshot(new SnapshotReader(seen).id());
    edited.setStatus(completed("s3://b/d/s-2").resource().getStatus());
    api.client().resource(edited).updateStatus();
    api.requests();

    claimAsSeen(seen);

    assertThat(api.requests()).extracting(Request::line).contains(READ);
  }

  @Test
  @DisplayName("R15 a skipped disposal takes effect while the users of the savepoint are not read")
  void skippedWithoutUsers() {
    api.put(Jobs.orders());
    var seen = deleted("s3://b/d/s-1");
    var edited = api.snapshot(new SnapshotReader(seen).id());
    edited.getMetadata().getAnnotations().put(SnapshotAnnotations.SKIP_DISPOSAL, "true");
    api.client().resource(edited).update();
    api.refuseGet("/apis/flink.apache.org/v1beta1/flinkdeployments", 500);

    assertThat(claimAsSeen(seen).decision()).isInstanceOf(ClaimDecision.Retain.class);

    assertThat(claimAsSeen(api.snapshot(new SnapshotReader(seen).id())).decision())
        .isInstanceOf(ClaimDecision.Retain.class);
  }

  @Test
  @DisplayName("R15 a deletion whose job's cluster cannot be read is blocked until its deadline")
  void unreadableCluster() {
    api.put(Jobs.sessionJob("orders", "{deploymentName: session}", Jobs.RUNNING));
    var seen =
        deleted(
            completed("s3://b/d/s-1")
                .spec("{jobReference: {kind: FlinkSessionJob, name: orders}, savepoint: {}}"));
    api.refuseGet(Jobs.DEPLOYMENT_PATH + "session", 403);
    api.refuseGet(Jobs.DEPLOYMENT_PATH + "session", 403);

    assertThat(claimAsSeen(seen).decision()).isInstanceOf(ClaimDecision.DisposalBlocked.class);
  }

  @Test
  @DisplayName("R11 a savepoint under way is not given up as a snapshot that the watch saw as new")
  void staleWithoutAWrite() {
    var first = api.put(SnapshotDraft.savepoint().resource());
    claimAsRead(first); // It waits for its job, and nothing but its metadata is written.
    var seen = api.snapshot(new SnapshotReader(first).id());
    api.put(Jobs.orders());
    claimAsRead(seen); // Another run writes the attempt and triggers it.
    api.client().resource(Jobs.orders()).delete();
    api.put(Jobs.deployment("orders", "{job: {state: suspended}}", Jobs.RUNNING));

    assertThat(claimAsSeen(seen).decision()).isInstanceOf(ClaimDecision.LastLook.class);
  }

  private FlinkStateSnapshot deleted(String path) {
    return deleted(completed(path));
  }

  private FlinkStateSnapshot deleted(SnapshotDraft draft) {
    var resource = draft.annotation("note", "keep").finalizer("a.org/x").finalized().resource();
    api.put(resource);
    api.remove(resource);
    api.requests();
    return api.snapshot(new SnapshotReader(resource).id());
  }

  private static SnapshotDraft completed(String path) {
    return SnapshotDraft.savepoint()
        .label(SnapshotLabels.PATH_HASH, SavepointPath.of(path).hash())
        .status("{state: COMPLETED, triggerId: t, path: '" + path + "'}");
  }

  private Claim claimAsSeen(FlinkStateSnapshot seen) {
    return claims(seen).claim(request(seen)).claim();
  }

  private Claim claimAsRead(FlinkStateSnapshot snapshot) {
    return claims(LastKnownResources.NONE).claim(request(snapshot)).claim();
  }

  private SnapshotClaims claims(FlinkStateSnapshot seen) {
    return claims(
        new LastKnownResources() {
          @Override
          public Optional<Found> of(WatchedNamespaces part) {
            return Optional.empty();
          }

          @Override
          public Optional<FlinkStateSnapshot> snapshot(SnapshotId id) {
            return Optional.of(seen);
          }
        });
  }

  private SnapshotClaims claims(LastKnownResources lastKnown) {
    var jobs = new JobStore(api.client());
    return new SnapshotClaims(
        new NamespaceReader(api.client()),
        jobs,
        new SnapshotStore(api.client()),
        lastKnown,
        new SavepointUsers(api.client(), WatchedNamespaces.ALL, lastKnown, () -> false),
        new EventPublisher(api.client(), CLOCK, reason -> {}),
        Plans.SETTINGS,
        CLOCK);
  }

  private static ClaimRequest request(FlinkStateSnapshot snapshot) {
    return new ClaimRequest(new SnapshotReader(snapshot).id(), false);
  }
}
