package io.tidemark.kubernetes.nonce;

import static io.tidemark.kubernetes.nonce.NonceScene.JOB;
import static io.tidemark.kubernetes.nonce.NonceScene.SNAPSHOTS;
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

/** What a follower does when nothing goes wrong. */
@Timeout(60)
class NonceFollowerTest {
  private static final String READ = "GET " + JOB;
  private static final String PATCH = "PATCH " + JOB;
  private static final String CREATE = "POST " + SNAPSHOTS;
  private static final String UNDER_WAY = "2@500";

  private final NonceScene scene = new NonceScene();
  private final NonceFollower follower = scene.follower(InstantSource.fixed(NonceScene.NOW));

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  @DisplayName(
      "T1 a changed nonce is put on the job, then the snapshot is created, then it is done")
  void changed() {
    var job = scene.put(2, "1@500 done");

    follower.changed(job);

    var requests = scene.api().requests();
    assertThat(requests).extracting(Request::line).containsExactly(READ, PATCH, CREATE, PATCH);
    assertThat(nonce(requests.get(1))).contains("\"nonce\":2,\"millis\":1000,\"done\":false");
    assertThat(nonce(requests.get(3))).contains("\"nonce\":2,\"millis\":1000,\"done\":true");
    var snapshot = scene.snapshots().get(0);
    assertThat(scene.snapshots()).hasSize(1);
    assertThat(snapshot.getMetadata().getName()).isEqualTo("orders-savepoint-manual-1000");
    assertThat(snapshot.getMetadata().getLabels()).containsEntry("snapshot.trigger-type", "MANUAL");
    assertThat(snapshot.getSpec().jobReference().kind()).isEqualTo("FlinkDeployment");
    assertThat(snapshot.getSpec().savepoint()).isNotNull();
  }

  @Test
  @DisplayName("T1 a checkpoint's nonce asks for a checkpoint of a FlinkSessionJob")
  void checkpointOfSessionJob() {
    var spec = "{deploymentName: c, job: {checkpointTriggerNonce: 1}}";
    var job = scene.api().put(Jobs.sessionJob("orders", spec, Jobs.RUNNING));
    scene.annotate(job, SnapshotType.SAVEPOINT, "-@1 done");
    scene.annotate(job, SnapshotType.CHECKPOINT, "-@1 done");

    follower.changed(job);

    assertThat(scene.names()).containsExactly("orders-checkpoint-manual-1000");
    assertThat(scene.snapshots().get(0).getSpec().checkpoint()).isNotNull();
    assertThat(scene.snapshots().get(0).getSpec().jobReference().kind())
        .isEqualTo("FlinkSessionJob");
  }

  @Test
  @DisplayName("T1 M1 of a job, nothing is written but the annotation")
  void onlyTheAnnotation() {
    var before = scene.put(2, "1@500 done");
    var generation = before.getMetadata().getGeneration();

    follower.changed(before);

    assertThat(scene.api().requests())
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
    assertThat(scene.current(before).getSpec()).isEqualTo(before.getSpec());
    assertThat(scene.current(before).getStatus()).isEqualTo(before.getStatus());
    assertThat(scene.current(before).getMetadata().getGeneration()).isEqualTo(generation);
  }

  @Test
  @DisplayName("T1 a job's first sight takes its nonce up without a snapshot, and says so")
  void firstSight() {
    var job = scene.api().put(NonceScene.job("{job: {savepointTriggerNonce: 7}}"));

    follower.changed(job);
    follower.changed(scene.current(job));

    assertThat(scene.names()).isEmpty();
    assertThat(scene.annotation(job)).contains("\"nonce\":7").contains("\"done\":true");
    assertThat(scene.events())
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.getReason()).isEqualTo("NonceRecorded");
              assertThat(event.getType()).isEqualTo("Normal");
              assertThat(event.getMessage()).startsWith("savepointTriggerNonce 7 was there before");
            });
  }

  @Test
  @DisplayName("T1 the first nonce that a known job gets is a changed one")
  void firstNonce() {
    var job = scene.api().put(NonceScene.job("{job: {}}"));
    follower.changed(job);

    follower.changed(scene.edit(job, 1));

    assertThat(scene.names()).containsExactly("orders-savepoint-manual-1001");
    assertThat(scene.events()).isEmpty();
  }

  @Test
  @DisplayName(
      "T1 a nonce that was served, or removed and set again, asks for nothing, not even a read")
  void served() {
    var job = scene.put(2, "2@500 done");
    var removed = scene.edit(job, null);
    var setAgain = scene.edit(job, 2);
    scene.api().requests();

    follower.changed(job);
    follower.changed(removed);
    follower.changed(setAgain);
    follower.sweep(List.of(job, removed, setAgain));
    follower.gone(job);

    assertThat(scene.api().requests()).isEmpty();
  }

  @Test
  @DisplayName(
      "T1 quick changes: what is under way is finished first, then the last value is served")
  void quickChanges() {
    var job = scene.put(3, UNDER_WAY);

    follower.changed(job);

    assertThat(scene.names())
        .containsExactly("orders-savepoint-manual-1000", "orders-savepoint-manual-500");
    assertThat(scene.annotation(job)).contains("\"nonce\":3,\"millis\":1000,\"done\":true");
  }

  @Test
  @DisplayName("T1 changes that are seen one by one are one snapshot each")
  void oneByOne() {
    var job = scene.put(2, "1@500 done");

    follower.changed(job);
    follower.changed(scene.edit(job, 3));
    follower.changed(scene.edit(job, 4));

    assertThat(scene.names())
        .containsExactly(
            "orders-savepoint-manual-1000",
            "orders-savepoint-manual-1001",
            "orders-savepoint-manual-1002");
  }

  @Test
  @DisplayName("T1 an old cache asks for nothing that is done already")
  void oldCache() {
    var old = scene.put(2, "1@500 done");
    follower.changed(old);
    scene.api().client().resource(scene.snapshots().get(0)).delete();
    scene.api().requests();

    follower.changed(old);

    assertThat(scene.api().requests()).extracting(Request::line).containsExactly(READ);
    assertThat(scene.names()).isEmpty();
  }

  @Test
  @DisplayName("T1 a job that is gone, or was created again, is looked at as it is now")
  void recreated() {
    var old = scene.put(2, "1@500 done");
    scene.api().remove(old);
    follower.changed(old);
    var anew = scene.api().put(NonceScene.job("{job: {savepointTriggerNonce: 2}}"));

    follower.changed(old);

    assertThat(scene.names()).isEmpty();
    assertThat(scene.annotation(anew))
        .contains(anew.getMetadata().getUid())
        .contains("\"nonce\":2");
  }

  /** The annotation that a patch writes. */
  private static String nonce(Request patch) {
    var metadata = (Map<?, ?>) patch.body().get("metadata");
    return String.valueOf(metadata.get("annotations"));
  }
}
