package io.tidemark.kubernetes.nonce;

import static io.tidemark.kubernetes.fixture.Jobs.DEPLOYMENT_PATH;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.tidemark.kubernetes.creation.CreationSettings;
import io.tidemark.kubernetes.creation.SnapshotCreator;
import io.tidemark.kubernetes.fixture.ApiServer;
import io.tidemark.kubernetes.fixture.Jobs;
import io.tidemark.kubernetes.fixture.SnapshotDraft;
import io.tidemark.kubernetes.legacy.LegacyMode;
import io.tidemark.kubernetes.legacy.LegacyRequests;
import io.tidemark.kubernetes.model.FlinkStateSnapshot;
import io.tidemark.kubernetes.model.JobAnnotations;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.record.EventPublisher;
import io.tidemark.kubernetes.store.JobStore;
import io.tidemark.workflow.model.SnapshotType;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An API server with the FlinkDeployment "orders", its nonces, and their snapshots. */
final class NonceFixture implements AutoCloseable {
  static final Instant NOW = Instant.ofEpochMilli(1000);
  static final String JOB = DEPLOYMENT_PATH + "orders";
  static final String SNAPSHOTS =
      "/apis/flink.apache.org/v1beta1/namespaces/flink/flinkstatesnapshots";
  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  private final ApiServer api = new ApiServer();

  ApiServer api() {
    return api;
  }

  NonceFollower follower(InstantSource time) {
    var client = api.client();
    var events = new EventPublisher(client, Clock.systemUTC(), reason -> {});
    var jobs = new JobStore(client);
    var legacy = new LegacyRequests(new LegacyMode(jobs, true, () -> true), jobs, creator());
    return new NonceFollower(jobs, creator(), legacy, events, time.withZone(ZoneOffset.UTC));
  }

  SnapshotCreator creator() {
    var client = api.client();
    return new SnapshotCreator(
        client, new JobStore(client), new CreationSettings("CANONICAL", false, Map.of()));
  }

  /** Creates "orders" with a savepoint nonce and the annotation of the last intent. */
  JobResource put(int nonce, String intent) {
    var job = api.put(job("{job: {savepointTriggerNonce: " + nonce + "}}"));
    annotate(job, SnapshotType.CHECKPOINT, "-@1 done");
    annotate(job, SnapshotType.SAVEPOINT, intent);
    var current = current(job);
    api.requests();
    return current;
  }

  static JobResource job(String spec) {
    return Jobs.deployment("orders", spec, Jobs.RUNNING);
  }

  /** Writes an intent: nonce, milliseconds, done or not, as in {@code 2@500 done}. */
  void annotate(JobResource job, SnapshotType type, String intent) {
    set(job, type, intent(job.getMetadata().getUid(), intent).json());
  }

  static NonceIntent intent(String uid, String text) {
    var words = text.split("[ @]", -1);
    var nonce = words[0].equals("-") ? null : Long.valueOf(words[0]);
    return new NonceIntent(uid, nonce, Long.parseLong(words[1]), words.length > 2);
  }

  void set(JobResource job, SnapshotType type, String annotation) {
    var annotations = Map.of(JobAnnotations.triggerNonce(type), annotation);
    patch(job, Map.of("metadata", Map.of("annotations", annotations)));
  }

  /** Changes or removes the savepoint nonce, as a user does. */
  JobResource edit(JobResource job, @Nullable Integer nonce) {
    var nonces = new HashMap<String, @Nullable Integer>();
    nonces.put("savepointTriggerNonce", nonce);
    return patch(job, Map.of("spec", Map.of("job", nonces)));
  }

  JobResource current(JobResource job) {
    return api.client().resource(job).get();
  }

  String annotation(JobResource job) {
    var name = JobAnnotations.triggerNonce(SnapshotType.SAVEPOINT);
    return current(job).getMetadata().getAnnotations().get(name);
  }

  List<FlinkStateSnapshot> snapshots() {
    return api.client()
        .resources(FlinkStateSnapshot.class)
        .inNamespace(SnapshotDraft.NAMESPACE)
        .list()
        .getItems();
  }

  List<String> names() {
    return snapshots().stream().map(snapshot -> snapshot.getMetadata().getName()).sorted().toList();
  }

  List<Event> events() {
    return api.client().v1().events().inNamespace(SnapshotDraft.NAMESPACE).list().getItems();
  }

  @Override
  public void close() {
    api.close();
  }

  JobResource patch(JobResource job, Map<String, ?> patch) {
    var json = api.client().getKubernetesSerialization().asJson(patch);
    return api.client().resource(job).patch(MERGE, json);
  }
}
