package io.tidemark.kubernetes.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.tidemark.kubernetes.fixture.ApiServer;
import io.tidemark.kubernetes.fixture.ApiServer.Request;
import io.tidemark.kubernetes.fixture.Jobs;
import io.tidemark.kubernetes.fixture.SnapshotDraft;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.store.LastKnownResources;
import io.tidemark.kubernetes.store.WatchedNamespaces;
import io.tidemark.workflow.model.SavepointPath;
import io.tidemark.workflow.model.SnapshotLabels;
import io.tidemark.workflow.resource.AdoptionRequest;
import io.tidemark.workflow.resource.Claim;
import io.tidemark.workflow.resource.ClaimDecision;
import io.tidemark.workflow.resource.EventReason;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SavepointUsersTest {
  private static final String PATH = "s3://b/d/s-1";
  private static final String OF_KIND = "/apis/flink.apache.org/v1beta1";
  private static final String SELECTED =
      "/flinkstatesnapshots?labelSelector=tidemark.io%2Fpath-hash%3D"
          + SavepointPath.of(PATH).hash();

  private static final String UNLABELLED =
      "/flinkstatesnapshots?labelSelector=%21tidemark.io%2Fpath-hash";

  private final ApiServer api = new ApiServer();

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  @DisplayName("R19 a disposal asks for the few snapshots with its label or none, and for the jobs")
  void selective() {
    guarded(users("flink", "team-a"));

    assertThat(api.requests())
        .extracting(Request::line)
        .containsExactlyInAnyOrder(
            "GET " + OF_KIND + "/namespaces/flink" + SELECTED,
            "GET " + OF_KIND + "/namespaces/team-a" + SELECTED,
            "GET " + OF_KIND + "/namespaces/flink" + UNLABELLED,
            "GET " + OF_KIND + "/namespaces/team-a" + UNLABELLED,
            "GET " + OF_KIND + "/namespaces/flink/flinkdeployments",
            "GET " + OF_KIND + "/namespaces/team-a/flinkdeployments",
            "GET " + OF_KIND + "/namespaces/flink/flinksessionjobs",
            "GET " + OF_KIND + "/namespaces/team-a/flinksessionjobs");
  }

  @Test
  @DisplayName("R19 without named namespaces all are asked, by the label")
  void everywhere() {
    guarded(users());

    assertThat(api.requests()).extracting(Request::line).contains("GET " + OF_KIND + SELECTED);
  }

  @Test
  @DisplayName("R19 a savepoint without other users is disposed of")
  void unused() {
    api.put(recording("another", "s3://b/d/s-2").resource());
    api.put(Jobs.orders());

    assertThat(guarded(users())).isEqualTo(disposal().decision());
  }

  @Test
  @DisplayName("R19 a savepoint that another snapshot records is left, and the event names it")
  void usedBySnapshot() {
    api.put(recording("another", PATH).resource());

    assertSkipped(guarded(users()), "FlinkStateSnapshot flink/another");
  }

  @Test
  @DisplayName("R19 a savepoint that a job starts from is left, and the event names the job")
  void usedByJob() {
    api.put(Jobs.deployment("orders", "job: {initialSavepointPath: '" + PATH + "'}", Jobs.RUNNING));

    assertSkipped(guarded(users()), "FlinkDeployment flink/orders");
  }

  @Test
  @DisplayName("R19 a job of another watched namespace that starts from the savepoint keeps it")
  void usedByJobElsewhere() {
    var job = Jobs.deployment("orders", "job: {initialSavepointPath: '" + PATH + "'}", "{}");
    job.getMetadata().setNamespace("team-a");
    api.put(job);

    assertSkipped(guarded(users("flink", "team-a")), "FlinkDeployment team-a/orders");
    assertSkipped(guarded(users()), "FlinkDeployment team-a/orders");
  }

  @Test
  @DisplayName("R19 a snapshot that another system completed keeps its savepoint without our label")
  void usedBySnapshotWithoutLabel() {
    var recording =
        SnapshotDraft.savepoint()
            .named("another")
            .uid("00000000-0000-4000-8000-000000000009")
            .status("{state: COMPLETED, path: '" + PATH + "'}");
    api.put(recording.resource());

    assertSkipped(guarded(users("flink")), "FlinkStateSnapshot flink/another");
  }

  @Test
  @DisplayName("R14 no requests are sent if nothing is to be disposed of")
  void nothingToDispose() {
    var release = new ClaimDecision.Release("nothing was taken", null);

    assertThat(
            SavepointUsers.keepIfUsed(
                release, path -> users().usage(disposal().view().snapshot(), path)))
        .isEqualTo(release);
    assertThat(api.requests()).isEmpty();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @DisplayName("R18 only the one savepoint in the directory that nothing records can be adopted")
  @CsvSource({
    "s3://b/d/free, s3://b/d/free",
    "s3://b/d/free s3://b/d/taken, s3://b/d/free",
    "s3://b/d/free s3://b/e/other s3://b/d, s3://b/d/free",
    "s3://b/d/free s3://b/d/free-too,",
    "s3://b/d/taken,",
    "s3://b/d/initial,",
    "s3://b/e/other,",
  })
  void adoption(String found, String adopted) {
    api.put(recording("another", "s3://b/d/taken").resource());
    api.put(Jobs.deployment("orders", "job: {initialSavepointPath: 's3://b/d/initial'}", "{}"));
    var request =
        new AdoptionRequest(
            SnapshotDraft.savepoint().read().id(), "s3://b/d", List.of(found.split(" ")));

    assertThat(users().adoption(request).path()).isEqualTo(adopted);
  }

  @Test
  @DisplayName("R19 S3 a namespace that cannot be read and was never seen keeps any savepoint")
  void unreadableAndUnknown() {
    refuse("team-a");

    assertSkipped(
        guarded(users("flink", "team-a")), "namespace team-a cannot be read: 403 refused");
  }

  @Test
  @DisplayName("R19 S3 a namespace that was seen before keeps only the savepoints of its users")
  void unreadableAndKnown() {
    var job = Jobs.deployment("orders", "job: {initialSavepointPath: '" + PATH + "'}", "{}");
    job.getMetadata().setNamespace("team-a");

    refuse("team-a");
    assertThat(guarded(users(lastKnown(Jobs.orders()), "flink", "team-a")))
        .isEqualTo(disposal().decision());

    refuse("team-a");
    assertSkipped(
        guarded(users(lastKnown(job), "flink", "team-a")), "FlinkDeployment team-a/orders");
  }

  @Test
  @DisplayName("R18 S3 nothing is adopted while a namespace that may record it is not known")
  void adoptionWithUnreadableNamespace() {
    api.refuseGet(
        OF_KIND
            + "/namespaces/team-a/flinkstatesnapshots?labelSelector=tidemark.io%2Fpath-hash%3D"
            + SavepointPath.of("s3://b/d/free").hash(),
        403);
    var request =
        new AdoptionRequest(
            SnapshotDraft.savepoint().read().id(), "s3://b/d", List.of("s3://b/d/free"));

    assertThat(users("flink", "team-a").adoption(request).path()).isNull();
  }

  @Test
  @DisplayName("R19 an error that is no refusal is thrown, so the disposal waits")
  void outage() {
    api.refuseGet(OF_KIND + "/namespaces/flink/flinkdeployments", 500);

    assertThatThrownBy(() -> guarded(users("flink"))).isInstanceOf(KubernetesClientException.class);
  }

  private void refuse(String namespace) {
    api.refuseGet(OF_KIND + "/namespaces/" + namespace + SELECTED, 403);
  }

  private static LastKnownResources lastKnown(JobResource job) {
    return part ->
        Optional.of(new LastKnownResources.Found(List.of(), List.of(job)))
            .filter(found -> part.include("team-a"));
  }

  private SavepointUsers users(String... namespaces) {
    return users(LastKnownResources.NONE, namespaces);
  }

  private SavepointUsers users(LastKnownResources lastKnown, String... namespaces) {
    return new SavepointUsers(
        api.client(), new WatchedNamespaces(Set.of(namespaces)), lastKnown, () -> false);
  }

  private static Claim disposal() {
    var snapshot =
        SnapshotDraft.savepoint()
            .finalized()
            .deleted()
            .status("{state: COMPLETED, triggerId: t, path: '" + PATH + "'}");
    return Plans.claim(snapshot, Plans.running());
  }

  private static SnapshotDraft recording(String name, String path) {
    return SnapshotDraft.savepoint()
        .named(name)
        .uid("00000000-0000-4000-8000-000000000009")
        .label(SnapshotLabels.PATH_HASH, SavepointPath.of(path).hash())
        .status("{state: COMPLETED, path: '" + path + "'}");
  }

  private static ClaimDecision guarded(SavepointUsers users) {
    var disposal = disposal();
    return SavepointUsers.keepIfUsed(
        disposal.decision(), path -> users.usage(disposal.view().snapshot(), path));
  }

  private static void assertSkipped(ClaimDecision decision, String user) {
    assertThat(decision).isInstanceOf(ClaimDecision.Release.class);
    var event = ((ClaimDecision.Release) decision).event();
    assertThat(event.reason()).isEqualTo(EventReason.DISPOSAL_SKIPPED);
    assertThat(event.message()).contains(PATH, user);
  }
}
