package io.tidemark.kubernetes.record;

import static io.tidemark.kubernetes.fixture.Views.view;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.kubernetes.fixture.ApiServer;
import io.tidemark.kubernetes.fixture.ArgoCdHealth;
import io.tidemark.kubernetes.fixture.ArgoCdHealth.Status;
import io.tidemark.kubernetes.fixture.FluxHealth;
import io.tidemark.kubernetes.fixture.GitOpsFiles;
import io.tidemark.kubernetes.fixture.SnapshotDraft;
import io.tidemark.kubernetes.model.FlinkStateSnapshot;
import io.tidemark.kubernetes.store.SnapshotStore;
import io.tidemark.workflow.model.SnapshotState;
import io.tidemark.workflow.resource.JobRestarts;
import io.tidemark.workflow.resource.SnapshotView;
import io.tidemark.workflow.resource.StatusChange;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The health checks of snapshots for Argo CD and Flux, in each state that Tidemark writes. */
class SnapshotHealthTest {
  private static final Instant AT = Instant.parse("2026-11-23T10:02:03Z");
  private static final String REASON = "Flink said: no space left";
  private static final String PATH = "s3://savepoints/savepoint-1";

  private final ApiServer api = new ApiServer();
  private final SnapshotStore store = new SnapshotStore(api.client());
  private final StatusWriter writer =
      new StatusWriter(
          store, new EventPublisher(api.client(), Clock.fixed(AT, ZoneOffset.UTC), reason -> {}));

  @AfterEach
  void close() {
    api.close();
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("each state of a snapshot has its label, and its health in Argo CD and Flux")
  void eachState(SnapshotState state) {
    var before = created();

    var snapshot = written(change(state, view(before)));

    assertThat(snapshot.getStatus().state()).isEqualTo(state.name());
    assertThat(snapshot.getMetadata().getLabels()).containsEntry("snapshot.state", state.name());
    assertThat(GitOpsFiles.argoCd(snapshot)).isEqualTo(inArgoCd(state));
    assertThat(GitOpsFiles.flux(snapshot)).isEqualTo(inFlux(state));
  }

  @Test
  @DisplayName("a snapshot without a status, or between two attempts, is in progress")
  void unfinished() {
    var before = created();
    assertInProgress(before, "The snapshot has no status yet.");

    var retried = written(StatusChange.attemptFailed(view(before), REASON, AT, JobRestarts.NONE));

    assertInProgress(retried, "TRIGGER_PENDING: " + REASON);
    assertThat(retried.getStatus().resultTimestamp()).isNotNull();
  }

  @Test
  @DisplayName("a snapshot that is being deleted is in progress until it is gone")
  void deleted() {
    var snapshot = SnapshotDraft.savepoint().finalized().deleted().status("state: COMPLETED");

    assertInProgress(
        snapshot.resource(), "The snapshot is being deleted; Flink may be disposing of its data.");
  }

  private static void assertInProgress(FlinkStateSnapshot snapshot, String message) {
    assertThat(GitOpsFiles.argoCd(snapshot))
        .isEqualTo(new ArgoCdHealth(Status.Progressing, message));
    assertThat(GitOpsFiles.flux(snapshot)).isEqualTo(FluxHealth.IN_PROGRESS);
  }

  private static StatusChange change(SnapshotState state, SnapshotView view) {
    return switch (state) {
      case TRIGGER_PENDING -> StatusChange.pending(view, REASON);
      case IN_PROGRESS -> StatusChange.inProgress(view, "t1", AT);
      case COMPLETED -> StatusChange.completed(view, PATH, AT);
      case FAILED -> StatusChange.failed(view, REASON, AT);
      case ABANDONED -> StatusChange.abandoned(view, REASON, AT);
    };
  }

  private static ArgoCdHealth inArgoCd(SnapshotState state) {
    return switch (state) {
      case TRIGGER_PENDING -> new ArgoCdHealth(Status.Progressing, state + ": " + REASON);
      case IN_PROGRESS -> new ArgoCdHealth(Status.Progressing, state.name());
      case COMPLETED -> new ArgoCdHealth(Status.Healthy, PATH);
      case FAILED, ABANDONED -> new ArgoCdHealth(Status.Degraded, state + ": " + REASON);
    };
  }

  private static FluxHealth inFlux(SnapshotState state) {
    return switch (state) {
      case TRIGGER_PENDING, IN_PROGRESS -> FluxHealth.IN_PROGRESS;
      case COMPLETED -> FluxHealth.CURRENT;
      case FAILED, ABANDONED -> FluxHealth.FAILED;
    };
  }

  private FlinkStateSnapshot created() {
    return api.put(SnapshotDraft.savepoint().resource());
  }

  private FlinkStateSnapshot written(StatusChange change) {
    writer.write(change);
    return store.read(change.snapshot()).orElseThrow();
  }
}
