package io.tidemark.kubernetes.claim;

import static io.tidemark.kubernetes.fixture.SnapshotDraft.PATH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.tidemark.kubernetes.fixture.ApiServer;
import io.tidemark.kubernetes.fixture.ApiServer.Request;
import io.tidemark.kubernetes.fixture.Jobs;
import io.tidemark.kubernetes.fixture.SnapshotDraft;
import io.tidemark.kubernetes.model.FlinkResources;
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
import io.tidemark.workflow.model.SnapshotId;
import io.tidemark.workflow.resource.Claim;
import io.tidemark.workflow.resource.ClaimDecision;
import io.tidemark.workflow.resource.ClaimRequest;
import io.tidemark.workflow.resource.ClaimResult;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotClaimsTest {
  private static final String READ = "GET " + PATH;
  private static final String WRITE = "PATCH " + PATH;
  private static final String READ_ORDERS = "GET " + Jobs.DEPLOYMENT_PATH + "orders";

  private static final String READ_NAMESPACE = "GET /api/v1/namespaces/flink";
  private static final Clock CLOCK = Clock.fixed(Plans.NOW, ZoneOffset.UTC);

  private final ApiServer api = new ApiServer();
  private final JobStore jobs = new JobStore(api.client());
  private final SnapshotClaims claims =
      new SnapshotClaims(
          new NamespaceReader(api.client()),
          jobs,
          new SnapshotStore(api.client()),
          LastKnownResources.NONE,
          new SavepointUsers(
              api.client(), WatchedNamespaces.ALL, LastKnownResources.NONE, () -> false),
          new EventPublisher(api.client(), CLOCK, reason -> {}),
          Plans.SETTINGS,
          CLOCK);

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  @DisplayName("R9 the first claim is two reads and one conditional patch that carries the attempt")
  void firstClaim() {
    api.put(Jobs.orders());
    var before =
        api.put(SnapshotDraft.savepoint().finalizer("a.org/x").label("team", "a").resource());
    var id = id(before);

    var claim = claim(id);

    var requests = api.requests();
    assertThat(requests).extracting(Request::line).containsExactly(READ, READ_ORDERS, WRITE);
    assertThat(requests.get(2).contentType()).startsWith("application/merge-patch+json");
    assertThat(requests.get(2).body()).containsOnlyKeys("metadata");
    assertThat(requests.get(2).body().get("metadata"))
        .asInstanceOf(MAP)
        .containsOnlyKeys("resourceVersion", "labels", "annotations", "finalizers")
        .containsEntry("resourceVersion", version(before))
        .containsEntry("finalizers", List.of("a.org/x", FlinkResources.FINALIZER));
    assertThat(claim.decision()).isInstanceOf(ClaimDecision.Attempt.class);
    assertThat(Plans.trigger(claim).mode()).isEqualTo(Mode.FIRST);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @DisplayName("R15 R25 each claim has the time of its read, for ages of what the resource carries")
  void timeOfTheRead(boolean deleted) {
    api.put(Jobs.orders());
    var resource = api.put(SnapshotDraft.savepoint().finalizer("a.org/x").resource());
    if (deleted) {
      api.remove(resource);
    }

    assertThat(claim(id(resource)).readAt()).isEqualTo(Plans.NOW);
  }

  @Test
  @DisplayName("R6 the claim names the version that its own write made, and leaves others' words")
  void writtenVersion() {
    api.put(Jobs.orders());
    var id =
        id(api.put(SnapshotDraft.savepoint().finalizer("a.org/x").label("team", "a").resource()));

    var claim = claim(id);

    var after = api.snapshot(id);
    assertThat(claim.view().resourceVersion()).isEqualTo(version(after));
    assertThat(after.getMetadata().getFinalizers())
        .containsExactly("a.org/x", FlinkResources.FINALIZER);
    assertThat(after.getMetadata().getLabels())
        .containsEntry("team", "a")
        .containsEntry("snapshot.state", "TRIGGER_PENDING")
        .containsEntry("job-reference.name", "orders");
    assertThat(after.getMetadata().getAnnotations())
        .containsEntry(SnapshotAnnotations.WORKFLOW_ID, id.workflowId());
    assertThat(after.getSpec()).isEqualTo(SnapshotDraft.savepoint().resource().getSpec());
    assertThat(after.getStatus()).isNull();
  }

  @Test
  @DisplayName("R9 a second claim finds the attempt under way and writes nothing")
  void secondClaim() {
    api.put(Jobs.orders());
    var id = id(api.put(SnapshotDraft.savepoint().resource()));
    var first = claim(id);
    api.requests();

    var second = claim(id);

    assertThat(api.requests()).extracting(Request::line).containsExactly(READ, READ_ORDERS);
    assertThat(Plans.trigger(second).mode()).isEqualTo(Mode.UNDER_WAY);
    assertThat(Plans.trigger(second).triggerId()).isEqualTo(Plans.trigger(first).triggerId());
    assertThat(Plans.trigger(second).job()).isEqualTo(Plans.trigger(first).job());
    assertThat(second.view().resourceVersion()).isEqualTo(first.view().resourceVersion());
  }

  @Test
  @DisplayName("S4 a session job's cluster is looked for in its own namespace, whatever its name")
  void foreignCluster() {
    var spec = "deploymentName: ../../other/flinkdeployments/session";
    api.put(Jobs.sessionJob("etl", spec, Jobs.RUNNING));
    var id =
        id(
            api.put(
                SnapshotDraft.of(
                        "{checkpoint: {}, jobReference: {kind: FlinkSessionJob, name: etl}}")
                    .resource()));

    var claim = claim(id);

    assertThat(api.requests())
        .extracting(Request::line)
        .allMatch(line -> line.contains("/namespaces/flink/"));
    assertThat(claim.decision()).isInstanceOf(ClaimDecision.WaitForJob.class);
  }

  @Test
  @DisplayName("R4 a session job takes one read more, for its cluster")
  void sessionJob() {
    api.put(Jobs.sessionJob("etl", "deploymentName: session", Jobs.RUNNING));
    api.put(Jobs.deployment("session", "flinkConfiguration: {rest.port: 8085}", "{}"));
    var id =
        id(
            api.put(
                SnapshotDraft.of(
                        "{checkpoint: {}, jobReference: {kind: FlinkSessionJob, name: etl}}")
                    .resource()));

    var claim = claim(id);

    assertThat(api.requests())
        .extracting(Request::line)
        .containsExactly(
            READ,
            "GET " + Jobs.SESSION_JOB_PATH + "etl",
            "GET " + Jobs.DEPLOYMENT_PATH + "session",
            WRITE);
    assertThat(Plans.trigger(claim).job().cluster()).isEqualTo("session");
    assertThat(Plans.trigger(claim).job().restPort()).isEqualTo(8085);
  }

  @Test
  @DisplayName("R10 a missing job is waited for: the labels are written, no attempt, no finalizer")
  void missingJob() {
    var id = id(api.put(SnapshotDraft.savepoint().resource()));

    var claim = claim(id);

    assertThat(claim.decision()).isInstanceOf(ClaimDecision.WaitForJob.class);
    assertThat(api.requests()).extracting(Request::line).containsExactly(READ, READ_ORDERS, WRITE);
    var after = api.snapshot(id);
    assertThat(after.getMetadata().getFinalizers()).isEmpty();
    assertThat(after.getMetadata().getAnnotations()).doesNotContainKey(SnapshotAnnotations.ATTEMPT);
  }

  @Test
  @DisplayName("R13 a terminal resource is read once; the label that a crash left is repaired")
  void terminal() {
    var id = id(api.put(SnapshotDraft.savepoint().status("state: FAILED").resource()));

    var claim = claim(id);

    assertThat(claim.decision()).isInstanceOf(ClaimDecision.Settled.class);
    assertThat(api.requests()).extracting(Request::line).containsExactly(READ, WRITE);
    assertThat(api.snapshot(id).getMetadata().getLabels())
        .containsEntry("snapshot.state", "FAILED");
    claims.claim(request(id));
    assertThat(api.requests()).extracting(Request::line).containsExactly(READ);
  }

  @Test
  @DisplayName("R6 a resource that is gone is GONE after one read")
  void gone() {
    var claim = claims.claim(request(SnapshotDraft.savepoint().read().id()));

    assertThat(claim).isEqualTo(ClaimResult.GONE);
    assertThat(api.requests()).extracting(Request::line).containsExactly(READ);
  }

  @Test
  @DisplayName("R6 a re-created resource of the same name is GONE and not written")
  void recreated() {
    api.put(Jobs.orders());
    var first = api.put(SnapshotDraft.savepoint().resource());
    api.remove(first);
    api.put(SnapshotDraft.savepoint().resource());

    var claim = claims.claim(request(id(first)));

    assertThat(claim).isEqualTo(ClaimResult.GONE);
    assertThat(api.requests()).extracting(Request::line).containsExactly(READ);
  }

  @ParameterizedTest
  @DisplayName("R8 a patch that is refused throws after one request, and nothing may be triggered")
  @ValueSource(ints = {409, 429, 500, 503})
  void refused(int code) {
    api.put(Jobs.orders());
    var id = id(api.put(SnapshotDraft.savepoint().resource()));
    api.refusePatch(PATH, code);

    assertThatThrownBy(() -> claims.claim(request(id)))
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(code));

    assertThat(api.requests()).extracting(Request::line).containsExactly(READ, READ_ORDERS, WRITE);
    assertThat(Plans.trigger(claim(id)).mode()).isEqualTo(Mode.FIRST);
  }

  @Test
  @DisplayName("R14 a resource that is being deleted is decided on and not written")
  void beingDeleted() {
    api.put(Jobs.orders());
    var resource = api.put(SnapshotDraft.savepoint().finalized().resource());
    api.remove(resource);

    var claim = claim(id(resource));

    assertThat(claim.decision()).isInstanceOf(ClaimDecision.Release.class);
    assertThat(claim.view().beingDeleted()).isTrue();
    assertThat(api.requests()).extracting(Request::line).containsExactly(READ, READ_ORDERS);
  }

  @Test
  @DisplayName(
      "R15 a deletion that may wait for Flink is marked when its namespace is being deleted")
  void endingNamespace() {
    var id = completedAndDeleted();
    api.remove(api.put(namespace("kubernetes")));

    var claim = claim(id);

    assertThat(claim.decision()).isInstanceOf(ClaimDecision.Dispose.class);
    assertThat(claim.view().namespaceEnding()).isTrue();
    assertThat(api.requests())
        .extracting(Request::line)
        .startsWith(READ, READ_ORDERS)
        .endsWith(READ_NAMESPACE);
  }

  @Test
  @DisplayName("R15 a namespace that stays changes nothing")
  void lastingNamespace() {
    var id = completedAndDeleted();
    api.put(namespace("kubernetes"));

    assertThat(claim(id).view().namespaceEnding()).isFalse();
  }

  @ParameterizedTest
  @DisplayName("R15 without the right to read the namespace, the disposal deadline has to do")
  @ValueSource(ints = {403, 500})
  void unreadableNamespace(int code) {
    var id = completedAndDeleted();
    api.remove(api.put(namespace("kubernetes")));
    api.refuseGet("/api/v1/namespaces/flink", code);

    var claim = claim(id);

    assertThat(claim.decision()).isInstanceOf(ClaimDecision.Dispose.class);
    assertThat(claim.view().namespaceEnding()).isFalse();
  }

  private SnapshotId completedAndDeleted() {
    api.put(Jobs.orders());
    var draft = SnapshotDraft.savepoint().finalized();
    var resource =
        api.put(draft.status("{state: COMPLETED, path: 'file:/s', triggerId: t}").resource());
    api.remove(resource);
    return id(resource);
  }

  private static Namespace namespace(String finalizer) {
    return new NamespaceBuilder()
        .withNewMetadata()
        .withName("flink")
        .withFinalizers(finalizer)
        .endMetadata()
        .build();
  }

  @Test
  @DisplayName("R20 the job that is read is that of the attempt under way, whatever the spec names")
  void editedReference() {
    api.put(Jobs.orders());
    var id = id(api.put(SnapshotDraft.savepoint().resource()));
    var first = claim(id);
    api.requests();
    var edited = api.snapshot(id);
    edited.setSpec(
        SnapshotDraft.of("{savepoint: {}, jobReference: {kind: FlinkSessionJob, name: another}}")
            .resource()
            .getSpec());
    api.client().resource(edited).update();
    api.requests();

    var second = claim(id);

    assertThat(api.requests()).extracting(Request::line).startsWith(READ, READ_ORDERS);
    assertThat(Plans.trigger(second)).isEqualTo(Plans.trigger(first).repeated());
  }

  @Test
  @DisplayName("R10 R15 a duration that cannot be read is an event that names annotation and value")
  void unreadableDuration() {
    api.put(Jobs.orders());
    var id =
        id(
            api.put(
                SnapshotDraft.savepoint()
                    .annotation(SnapshotAnnotations.START_DEADLINE, "soon")
                    .resource()));

    var claim = claim(id);

    var events = api.client().v1().events().inNamespace(id.namespace()).list().getItems();
    assertThat(events)
        .singleElement()
        .satisfies(event -> assertThat(event.getType()).isEqualTo("Warning"))
        .satisfies(event -> assertThat(event.getReason()).isEqualTo("ValidationError"))
        .satisfies(
            event ->
                assertThat(event.getMessage())
                    .contains(
                        "tidemark.io/start-deadline", "\"soon\"", "; 7 min applies instead."));
    assertThat(claim.view().options().startDeadline()).isEqualTo(Plans.SETTINGS.startDeadline());
  }

  private static ClaimRequest request(SnapshotId id) {
    return new ClaimRequest(id, false);
  }

  private Claim claim(SnapshotId id) {
    return claims.claim(request(id)).claim();
  }

  private static SnapshotId id(FlinkStateSnapshot resource) {
    return new SnapshotReader(resource).id();
  }

  private static String version(FlinkStateSnapshot resource) {
    return resource.getMetadata().getResourceVersion();
  }
}
