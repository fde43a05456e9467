package io.tidemark.kubernetes.nonce;

import static io.tidemark.kubernetes.nonce.NonceFixture.JOB;
import static io.tidemark.kubernetes.nonce.NonceFixture.SNAPSHOTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import io.tidemark.kubernetes.fixture.ApiServer.Request;
import io.tidemark.kubernetes.fixture.Jobs;
import io.tidemark.workflow.model.SnapshotType;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Follows nonces while nothing fails. */
@Timeout(60)
class NonceFollowerTest {
  private static final String READ = "GET " + JOB;
  private static final String PATCH = "PATCH " + JOB;
  private static final String CREATE = "POST " + SNAPSHOTS;
  private static final String UNDER_WAY = "2@500";

  private final NonceFixture fixture = new NonceFixture();
  private final NonceFollower follower = fixture.follower(InstantSource.fixed(NonceFixture.NOW));

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  @DisplayName(
      "T1 a changed nonce is recorded on the job, its snapshot is created, then it is marked as done")
  void changed() {
    var job = fixture.put(2, "1@500 done");

    follower.changed(job);

    var requests = fixture.api().requests();
    assertThat(requests).extracting(Request::line).containsExactly(READ, PATCH, CREATE, PATCH);
    assertThat(nonce(requests.get(1))).contains("\"nonce\":2,\"millis\":1000,\"done\":false");
    assertThat(nonce(requests.get(3))).contains("\"nonce\":2,\"millis\":1000,\"done\":true");
    var snapshot = fixture.snapshots().get(0);
    assertThat(fixture.snapshots()).hasSize(1);
    assertThat(snapshot.getMetadata().getName()).isEqualTo("orders-savepoint-manual-1000");
    assertThat(snapshot.getMetadata().getLabels()).containsEntry("snapshot.trigger-type", "MANUAL");
    assertThat(snapshot.getSpec().jobReference().kind()).isEqualTo("FlinkDeployment");
    assertThat(snapshot.getSpec().savepoint()).isNotNull();
  }

  @Test
  @DisplayName("T1 a checkpoint nonce of a FlinkSessionJob takes a checkpoint")
  void checkpointOfSessionJob() {
    var spec = "{deploymentName: c, job: {checkpointTriggerNonce: 1}}";
    var job = fixture.api().put(Jobs.sessionJob("orders", spec, Jobs.RUNNING));
    fixture.annotate(job, SnapshotType.SAVEPOINT, "-@1 done");
    fixture.annotate(job, SnapshotType.CHECKPOINT, "-@1 done");

    follower.changed(job);

    assertThat(fixture.names()).containsExactly("orders-checkpoint-manual-1000");
    assertThat(fixture.snapshots().get(0).getSpec().checkpoint()).isNotNull();
    assertThat(fixture.snapshots().get(0).getSpec().jobReference().kind())
        .isEqualTo("FlinkSessionJob");
  }

  @Test
  @DisplayName("T1 M1 nothing of a job is written except the annotation")
  void onlyTheAnnotation() {
    var before = fixture.put(2, "1@500 done");
    var generation = before.getMetadata().getGeneration();

    follower.changed(before);

    assertThat(fixture.api().requests())
        .filteredOn(request -> request.line().equals(PATCH))
        .hasSize(2)
        .allSatisfy(
            request -> {
              assertThat(request.contentType()).startsWith("application/merge-patch+json");
              assertThat(request.body()).containsOnlyKeys("metadata");
              assertThat(request.body().get("metadata"))
                  .asInstanceOf(MAP)
                  .containsOnlyKeys("resourceVersion", "annotations");
            });
    assertThat(fixture.current(before).getSpec()).isEqualTo(before.getSpec());
    assertThat(fixture.current(before).getStatus()).isEqualTo(before.getStatus());
    assertThat(fixture.current(before).getMetadata().getGeneration()).isEqualTo(generation);
  }

  @Test
  @DisplayName(
      "T1 the nonce of a job that is seen for the first time is recorded without a snapshot")
  void firstSight() {
    var job = fixture.api().put(NonceFixture.job("{job: {savepointTriggerNonce: 7}}"));

    follower.changed(job);
    follower.changed(fixture.current(job));

    assertThat(fixture.names()).isEmpty();
    assertThat(fixture.annotation(job)).contains("\"nonce\":7").contains("\"done\":true");
    assertThat(fixture.events())
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.getReason()).isEqualTo("NonceRecorded");
              assertThat(event.getType()).isEqualTo("Normal");
              assertThat(event.getMessage()).startsWith("savepointTriggerNonce 7 was set before");
            });
  }

  @Test
  @DisplayName("T1 the first nonce of a known job takes a snapshot")
  void firstNonce() {
    var job = fixture.api().put(NonceFixture.job("{job: {}}"));
    follower.changed(job);

    follower.changed(fixture.edit(job, 1));

    assertThat(fixture.names()).containsExactly("orders-savepoint-manual-1001");
    assertThat(fixture.events()).isEmpty();
  }

  @Test
  @DisplayName("T1 a nonce that was served, or removed and set again, causes no request")
  void served() {
    var job = fixture.put(2, "2@500 done");
    var removed = fixture.edit(job, null);
    var setAgain = fixture.edit(job, 2);
    fixture.api().requests();

    follower.changed(job);
    follower.changed(removed);
    follower.changed(setAgain);
    follower.sweep(List.of(job, removed, setAgain));
    follower.gone(job);

    assertThat(fixture.api().requests()).isEmpty();
  }

  @Test
  @DisplayName(
      "T1 after quick changes, the unfinished intent is completed first, then the last value is served")
  void quickChanges() {
    var job = fixture.put(3, UNDER_WAY);

    follower.changed(job);

    assertThat(fixture.names())
        .containsExactly("orders-savepoint-manual-1000", "orders-savepoint-manual-500");
    assertThat(fixture.annotation(job)).contains("\"nonce\":3,\"millis\":1000,\"done\":true");
  }

  @Test
  @DisplayName("T1 each change that is seen takes one snapshot")
  void oneByOne() {
    var job = fixture.put(2, "1@500 done");

    follower.changed(job);
    follower.changed(fixture.edit(job, 3));
    follower.changed(fixture.edit(job, 4));

    assertThat(fixture.names())
        .containsExactly(
            "orders-savepoint-manual-1000",
            "orders-savepoint-manual-1001",
            "orders-savepoint-manual-1002");
  }

  @Test
  @DisplayName("T1 an old cache does not repeat what is done")
  void oldCache() {
    var old = fixture.put(2, "1@500 done");
    follower.changed(old);
    fixture.api().client().resource(fixture.snapshots().get(0)).delete();
    fixture.api().requests();

    follower.changed(old);

    assertThat(fixture.api().requests()).extracting(Request::line).containsExactly(READ);
    assertThat(fixture.names()).isEmpty();
  }

  @Test
  @DisplayName("T1 a job that was deleted or created again is read again")
  void recreated() {
    var old = fixture.put(2, "1@500 done");
    fixture.api().remove(old);
    follower.changed(old);
    var recreated = fixture.api().put(NonceFixture.job("{job: {savepointTriggerNonce: 2}}"));

    follower.changed(old);

    assertThat(fixture.names()).isEmpty();
    assertThat(fixture.annotation(recreated))
        .contains(recreated.getMetadata().getUid())
        .contains("\"nonce\":2");
  }

  /** The annotation that a patch writes. */
  private static String nonce(Request patch) {
    var metadata = (Map<?, ?>) patch.body().get("metadata");
    return String.valueOf(metadata.get("annotations"));
  }
}
