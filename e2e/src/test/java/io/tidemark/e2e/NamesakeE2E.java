package io.tidemark.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.app.configuration.TidemarkConfiguration;
import io.tidemark.kubernetes.claim.SavepointUsers;
import io.tidemark.kubernetes.claim.SnapshotClaims;
import io.tidemark.kubernetes.record.EventPublisher;
import io.tidemark.kubernetes.record.StatusWriter;
import io.tidemark.kubernetes.store.JobStore;
import io.tidemark.kubernetes.store.LastKnownResources;
import io.tidemark.kubernetes.store.NamespaceReader;
import io.tidemark.kubernetes.store.SnapshotStore;
import io.tidemark.kubernetes.store.WatchedNamespaces;
import io.tidemark.workflow.model.SnapshotId;
import io.tidemark.workflow.resource.ClaimDecision;
import io.tidemark.workflow.resource.ClaimRequest;
import io.tidemark.workflow.resource.StatusChange;
import io.tidemark.workflow.resource.StatusChangeResult;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A snapshot is deleted and created again under its name while something is said of the old one.
 */
class NamesakeE2E {
  private static final String SAVEPOINT =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkStateSnapshot
      metadata: {name: phoenix}
      spec:
        jobReference: {kind: FlinkDeployment, name: phoenix-job}
        savepoint: {disposeOnDelete: false}
      """;

  /** Without a Tidemark in the namespace, so that each step of the write is ours. */
  @Nested
  class AWriteOnItsWay {
    @RegisterExtension static final Story story = Story.in("namesake-writes");

    @Test
    @DisplayName("R6 a status that was decided for the old one does not touch the new one")
    void isGone() {
      var client = story.stack().kubernetes().client();
      var clock = Clock.systemUTC();
      var store = new SnapshotStore(client);
      var jobs = new JobStore(client);
      var users =
          new SavepointUsers(client, WatchedNamespaces.ALL, LastKnownResources.NONE, () -> false);
      var events = new EventPublisher(client, clock, reason -> {});
      var settings = TidemarkConfiguration.load(Map.of()).claims();
      var claims =
          new SnapshotClaims(
              new NamespaceReader(client),
              jobs,
              store,
              LastKnownResources.NONE,
              users,
              events,
              settings,
              clock);
      story.deploy("phoenix-job");
      story.snapshots().apply(SAVEPOINT);
      var old = story.snapshots().get("phoenix");
      var id = new SnapshotId(story.namespace(), "phoenix", old.uid());
      var claim = claims.claim(new ClaimRequest(id, false)).claim();
      var view = claim.view();
      var decided = StatusChange.inProgress(view, old.expectedTriggerId(1), Instant.now());
      story.snapshots().delete("phoenix");
      story.snapshots().apply(SAVEPOINT);
      var before = story.snapshots().get("phoenix");

      var recorded = new StatusWriter(store, events).write(decided);

      assertThat(claim.decision()).isInstanceOf(ClaimDecision.Attempt.class);
      assertThat(recorded.verdict()).isEqualTo(StatusChangeResult.Verdict.GONE);
      assertThat(before.uid()).isNotEqualTo(old.uid());
      assertThat(story.snapshots().get("phoenix")).isEqualTo(before);
      assertThat(before.json().has("status")).isFalse();
      assertThat(before.json().at("/metadata").has("labels")).isFalse();
    }
  }

  @Nested
  class InOperation {
    @RegisterExtension static final Story story = Story.in("namesakes");

    @Test
    @DisplayName("R6 R9 the new one completes under its own trigger id, whatever the old one does")
    void completesByItself() {
      story.deploy("phoenix-job");
      var hold = story.holdTriggers("phoenix-job");
      story.snapshots().apply(SAVEPOINT);
      hold.awaitReached();
      var old = story.snapshots().get("phoenix");
      story.snapshots().delete("phoenix");
      story.snapshots().apply(SAVEPOINT);

      hold.release();

      var snapshot = story.snapshots().await("phoenix", "COMPLETED");
      awaitEnd(old);
      assertThat(story.snapshots().get("phoenix")).isEqualTo(snapshot);
      assertThat(snapshot.uid()).isNotEqualTo(old.uid());
      assertThat(snapshot.triggerId()).isEqualTo(snapshot.expectedTriggerId(1));
      assertThat(snapshot.failures()).isZero();
      assertThat(story.triggers("phoenix-job"))
          .extracting(Call::body)
          .satisfiesExactlyInAnyOrder(
              body -> assertThat(body).contains(old.expectedTriggerId(1)),
              body -> assertThat(body).contains(snapshot.expectedTriggerId(1)));
    }

    /** The workflow of the old one has written what it had to write. */
    private void awaitEnd(Snapshot old) {
      var query = "WorkflowId='%s' AND ExecutionStatus='Completed'".formatted(old.workflowId());
      story.temporal().awaitListed(query);
    }
  }
}
