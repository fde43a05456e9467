package io.tidemark.kubernetes.claim;

import static io.tidemark.kubernetes.fixture.SnapshotDraft.PATH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Event;
import io.temporal.failure.ApplicationFailure;
import io.tidemark.kubernetes.fixture.ApiServer;
import io.tidemark.kubernetes.fixture.ApiServer.Request;
import io.tidemark.kubernetes.fixture.Attempts;
import io.tidemark.kubernetes.fixture.Jobs;
import io.tidemark.kubernetes.fixture.SnapshotDraft;
import io.tidemark.kubernetes.model.FlinkStateSnapshot;
import io.tidemark.kubernetes.model.SnapshotAnnotations;
import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.kubernetes.record.EventPublisher;
import io.tidemark.kubernetes.record.FinalizerRemoval;
import io.tidemark.kubernetes.record.LateSavepointMark;
import io.tidemark.kubernetes.record.StatusWriter;
import io.tidemark.kubernetes.store.JobStore;
import io.tidemark.kubernetes.store.LastKnownResources;
import io.tidemark.kubernetes.store.NamespaceReader;
import io.tidemark.kubernetes.store.SnapshotStore;
import io.tidemark.kubernetes.store.WatchedNamespaces;
import io.tidemark.workflow.resource.ClaimDecision;
import io.tidemark.workflow.resource.ClaimRequest;
import io.tidemark.workflow.resource.ReleaseRequest;
import io.tidemark.workflow.resource.SnapshotView;
import io.tidemark.workflow.resource.StatusChange;
import io.tidemark.workflow.resource.StatusChangeResult.Verdict;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The API server refuses requests: by admission control, a quota or a missing right. */
class RefusedRequestsTest {
  private static final String LABEL = "PATCH " + PATH;
  private static final String STATUS = LABEL + "/status";
  private static final Clock CLOCK = Clock.fixed(Plans.NOW, ZoneOffset.UTC);

  private final ApiServer api = new ApiServer();
  private final JobStore jobs = new JobStore(api.client());
  private final SnapshotStore store = new SnapshotStore(api.client());
  private final EventPublisher events = new EventPublisher(api.client(), CLOCK, reason -> {});
  private final SavepointUsers users =
      new SavepointUsers(api.client(), WatchedNamespaces.ALL, LastKnownResources.NONE, () -> false);
  private final ResourceActivitiesImpl activities =
      new ResourceActivitiesImpl(
          new SnapshotClaims(
              new NamespaceReader(api.client()),
              jobs,
              store,
              LastKnownResources.NONE,
              users,
              events,
              Plans.SETTINGS,
              CLOCK),
          new StatusWriter(store, events),
          new LateSavepointMark(store),
          new FinalizerRemoval(store),
          events,
          users);

  @AfterEach
  void close() {
    api.close();
  }

  @ParameterizedTest
  @DisplayName("R24 R9 an attempt that may not be recorded is not triggered, and an event says why")
  @ValueSource(ints = {400, 403, 422})
  void refusedAttempt(int code) {
    api.put(Jobs.orders());
    var snapshot = put(SnapshotDraft.savepoint());
    api.refusePatch(PATH, code);

    assertThatThrownBy(() -> activities.claim(new ClaimRequest(snapshot.snapshot(), false)))
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            failure -> {
              assertThat(failure.getType()).isEqualTo("REQUEST_REFUSED");
              assertThat(failure.getOriginalMessage()).contains(code + " refused");
              assertThat(failure.isNonRetryable()).isFalse();
            });

    assertRefusalPublished(code + " refused");
  }

  @Test
  @DisplayName("R24 R10 a snapshot whose metadata is refused while its job is missing still waits")
  void refusedMetadata() {
    var snapshot = put(SnapshotDraft.savepoint());
    api.refusePatch(PATH, 403);

    var claim = activities.claim(new ClaimRequest(snapshot.snapshot(), false)).claim();

    assertThat(claim.decision()).isInstanceOf(ClaimDecision.WaitForJob.class);
    assertThat(claim.view().resourceVersion()).isEqualTo(snapshot.resourceVersion());
    assertRefusalPublished("403 refused");
  }

  @Test
  @DisplayName("R24 R13 a status is written before labels that the API server refuses until then")
  void statusFirst() {
    var snapshot = put(SnapshotDraft.savepoint());
    api.refusePatch(PATH, 403);

    var recorded = activities.record(StatusChange.abandoned(snapshot, "no job", Plans.NOW));

    assertThat(api.requests()).extracting(Request::line).containsExactly(LABEL, STATUS, LABEL);
    var after = api.snapshot(snapshot.snapshot());
    assertThat(recorded.resourceVersion()).isEqualTo(after.getMetadata().getResourceVersion());
    assertThat(after.getStatus().state()).isEqualTo("ABANDONED");
    assertThat(after.getMetadata().getLabels()).containsEntry("snapshot.state", "ABANDONED");
    assertThat(events()).isEmpty();
  }

  @Test
  @DisplayName("R24 a status is written without labels that are refused for good, and says so")
  void statusOnly() {
    var snapshot = put(SnapshotDraft.savepoint());
    api.refusePatch(PATH, 403);
    api.refusePatch(PATH, 403);

    var recorded = activities.record(StatusChange.completed(snapshot, "s3://b/s-1", Plans.NOW));

    assertThat(recorded.verdict()).isEqualTo(Verdict.APPLIED);
    assertThat(api.snapshot(snapshot.snapshot()).getStatus().state()).isEqualTo("COMPLETED");
    assertRefusalPublished("403 refused");
  }

  @Test
  @DisplayName("R24 R9 an attempt that may not be taken off is not reported as taken off")
  void attemptStays() {
    var attempted =
        SnapshotDraft.savepoint()
            .annotation(SnapshotAnnotations.ATTEMPT, Attempts.attempt(1).annotation());
    var snapshot = put(attempted);
    api.refusePatch(PATH, 403);
    api.refusePatch(PATH, 403);

    assertThatThrownBy(() -> activities.record(StatusChange.pending(snapshot, "not ready")))
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            failure -> assertThat(failure.getType()).isEqualTo("REQUEST_REFUSED"));

    assertRefusalPublished("403 refused");
  }

  @Test
  @DisplayName("R24 R16 a finalizer that may not be removed stays, and an event says why")
  void refusedRelease() {
    var snapshot = deleted("{state: COMPLETED, triggerId: t, path: 's3://b/d/s-1'}");
    api.refusePatch(PATH, 403);
    api.refusePatch(PATH, 403);

    assertThatThrownBy(() -> activities.release(ReleaseRequest.of(snapshot, null)))
        .isInstanceOf(ApplicationFailure.class);

    assertRefusalPublished("403 refused");
  }

  @Test
  @DisplayName("R15 a disposal whose job cannot be read is tried again, and can be skipped")
  void unreadableJob() {
    api.put(Jobs.orders());
    var snapshot = deleted("{state: COMPLETED, triggerId: t, path: 's3://b/d/s-1'}");
    api.refuseGet(Jobs.DEPLOYMENT_PATH + "orders", 403);

    var claim = activities.claim(new ClaimRequest(snapshot.snapshot(), false)).claim();

    assertThat(claim.decision())
        .isEqualTo(
            new ClaimDecision.DisposalBlocked(
                "the job or its cluster cannot be read: 403 refused"));
  }

  @Test
  @DisplayName("R14 W3 an abandoned snapshot whose job cannot be read goes at once")
  void unreadableJobOfAbandoned() {
    var resource =
        api.put(
            SnapshotDraft.savepoint()
                .finalized()
                .status("state: ABANDONED")
                .annotation(SnapshotAnnotations.LATE_SAVEPOINT, Attempts.attempt(1).annotation())
                .resource());
    api.remove(resource);
    api.refuseGet(Jobs.DEPLOYMENT_PATH + "orders", 403);

    var claim = activities.claim(new ClaimRequest(view(resource).snapshot(), false)).claim();

    assertThat(Plans.release(claim).event()).isNotNull();
  }

  @Test
  @DisplayName(
      "R15 a deletion continues without the right to read, while the resource may be patched")
  void unreadableDeletion() {
    var snapshot = deleted("{state: COMPLETED, triggerId: t, path: 's3://b/d/s-1'}");
    api.refuseGet(PATH, 403);
    api.refuseGet(PATH, 403);

    var claim = activities.claim(new ClaimRequest(snapshot.snapshot(), false)).claim();
    activities.release(ReleaseRequest.of(snapshot, null));

    assertThat(claim.view().disposalEnd()).isPresent();
    assertThat(claim.view().status().path()).isEqualTo("s3://b/d/s-1");
    assertThat(api.snapshot(snapshot.snapshot())).isNull();
  }

  @Test
  @DisplayName("R24 R15 a snapshot that is not being deleted waits for the right to read it")
  void unreadable() {
    var snapshot = put(SnapshotDraft.savepoint());
    api.refuseGet(PATH, 403);

    assertThatThrownBy(() -> activities.claim(new ClaimRequest(snapshot.snapshot(), false)))
        .isInstanceOf(ApplicationFailure.class);

    assertRefusalPublished("403 refused");
  }

  private SnapshotView put(SnapshotDraft draft) {
    return view(api.put(draft.resource()));
  }

  private SnapshotView deleted(String status) {
    var resource = api.put(SnapshotDraft.savepoint().finalized().status(status).resource());
    api.remove(resource);
    return view(resource);
  }

  private static SnapshotView view(FlinkStateSnapshot resource) {
    return SnapshotViewMapper.of(new SnapshotReader(resource), JobObservation.NONE, Plans.SETTINGS);
  }

  private void assertRefusalPublished(String words) {
    assertThat(events())
        .anySatisfy(
            event -> {
              assertThat(event.getReason()).isEqualTo("RequestRefused");
              assertThat(event.getType()).isEqualTo("Warning");
              assertThat(event.getMessage()).contains(words);
            });
  }

  private List<Event> events() {
    return api.client().v1().events().inNamespace("flink").list().getItems();
  }
}
