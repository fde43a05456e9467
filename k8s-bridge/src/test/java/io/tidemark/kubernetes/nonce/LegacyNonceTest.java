package io.tidemark.kubernetes.nonce;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.kubernetes.fixture.Jobs;
import io.tidemark.kubernetes.model.JobAnnotations;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.workflow.model.SnapshotType;
import io.tidemark.workflow.model.TriggerType;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nonces of a job in legacy mode. */
@Timeout(60)
class LegacyNonceTest {
  private static final String SPEC =
      "{job: {savepointTriggerNonce: 2}, flinkConfiguration:"
          + " {kubernetes.operator.snapshot.resource.enabled: 'false'}}";
  private static final String RECORD = JobAnnotations.legacySnapshot(SnapshotType.SAVEPOINT);

  private final NonceFixture fixture = new NonceFixture();
  private final NonceFollower follower = fixture.follower(InstantSource.fixed(NonceFixture.NOW));

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  @DisplayName(
      "L1 T1 a nonce in legacy mode is written to the job as a request, in one step with its end")
  void request() {
    var job = put();

    follower.changed(job);

    assertThat(record(job)).contains("\"nonce\":2", "\"millis\":1000", "\"settled\":false");
    assertThat(fixture.annotation(job)).contains("\"nonce\":2", "\"done\":true");
    assertThat(fixture.names()).isEmpty();
  }

  @Test
  @DisplayName("L3 a nonce that changes while another one is pending waits, and is served next")
  void servedNext() {
    var job = put();
    follower.changed(job);

    follower.changed(fixture.edit(job, 3));
    var waiting = fixture.annotation(job);
    var pending = record(job);
    settle(job);
    follower.changed(fixture.current(job));

    assertThat(waiting).contains("\"nonce\":3", "\"millis\":1001", "\"done\":false");
    assertThat(pending).contains("\"nonce\":2");
    assertThat(record(job)).contains("\"nonce\":3", "\"millis\":1001", "\"settled\":false");
    assertThat(fixture.annotation(job)).contains("\"nonce\":3", "\"done\":true");
  }

  @Test
  @DisplayName(
      "L1 T1 a nonce whose resource was created before the mode changed gets no second one")
  void begunAsResource() {
    var job = put();
    fixture.annotate(job, SnapshotType.SAVEPOINT, "2@1000");
    var seen = fixture.current(job);
    fixture.creator().create(seen, SnapshotType.SAVEPOINT, TriggerType.MANUAL, NonceFixture.NOW);

    follower.changed(seen);

    assertThat(record(job)).isNull();
    assertThat(fixture.annotation(job)).contains("\"nonce\":2", "\"done\":true");
    assertThat(fixture.names()).hasSize(1);
  }

  private JobResource put() {
    var job = fixture.api().put(Jobs.deployment("orders", SPEC, Jobs.RUNNING));
    fixture.annotate(job, SnapshotType.CHECKPOINT, "-@1 done");
    fixture.annotate(job, SnapshotType.SAVEPOINT, "1@500 done");
    return fixture.current(job);
  }

  private String record(JobResource job) {
    return fixture.current(job).getMetadata().getAnnotations().get(RECORD);
  }

  private void settle(JobResource job) {
    var settled = record(job).replace("\"settled\":false", "\"settled\":true");
    fixture.patch(job, Map.of("metadata", Map.of("annotations", Map.of(RECORD, settled))));
  }
}
