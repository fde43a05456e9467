package io.tidemark.kubernetes.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.tidemark.kubernetes.fixture.ApiServer.Request;
import io.tidemark.kubernetes.fixture.Jobs;
import io.tidemark.kubernetes.store.SnapshotStore;
import io.tidemark.workflow.retention.CleanupRunRequest;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Carries out plans, also where something has changed since. */
class RetentionCarryOutTest extends RetentionFixture {
  @Test
  @DisplayName("H5 each delete carries uid and resourceVersion, and one event on the job names all")
  void carryOut() {
    putThreeSavepoints();
    var planned = plan(activities, ORDERS);
    api.requests();

    var result = activities.carryOutCleanup(new CleanupRunRequest(planned, "run-1"));

    assertThat(result).isEqualTo(planned);
    assertThat(present()).containsExactly("s-3");
    var deletes = api.requests().stream().filter(it -> it.line().startsWith("DELETE")).toList();
    assertThat(deletes)
        .extracting(Request::line)
        .containsExactly("DELETE " + SNAPSHOTS + "/s-1", "DELETE " + SNAPSHOTS + "/s-2");
    assertThat(deletes.get(0).body().get("preconditions"))
        .isEqualTo(
            Map.of(
                "uid", planned.decisions().get(0).id().uid(),
                "resourceVersion", planned.decisions().get(0).resourceVersion()));
    assertThat(events())
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.getReason()).isEqualTo("HistoryCleanedUp");
              assertThat(event.getType()).isEqualTo("Normal");
              assertThat(event.getInvolvedObject().getKind()).isEqualTo("FlinkDeployment");
              assertThat(event.getMessage())
                  .isEqualTo(
                      "Deleted s-1 (not among the newest 1 completed), s-2 (not among the newest 1"
                          + " completed).");
            });
  }

  @Test
  @DisplayName("H5 a repetition after a lost answer has the same result and the same event")
  void repeated() {
    putThreeSavepoints();
    var request = new CleanupRunRequest(plan(activities, ORDERS), "run-1");

    var first = activities.carryOutCleanup(request);
    var second = activities.carryOutCleanup(request);

    assertThat(second).isEqualTo(first);
    assertThat(events()).hasSize(1);
  }

  @Test
  @DisplayName("H5 a snapshot that waits for its disposal after an earlier try counts as deleted")
  void beingDisposedOf() {
    api.put(Jobs.deployment("orders", count(1), Jobs.RUNNING));
    var waiting = api.put(completed("s-1", 2, ORDERS).finalized().resource());
    snapshot("s-2", 1, ORDERS, Map.of());
    var request = new CleanupRunRequest(plan(activities, ORDERS), "run-1");
    api.remove(waiting);

    assertThat(activities.carryOutCleanup(request)).isEqualTo(request.planned());
    assertThat(api.requests()).extracting(Request::line).noneMatch(it -> it.startsWith("DELETE"));
  }

  @Test
  @DisplayName("H4 H5 a pin set between plan and deletion keeps the snapshot, with the reason")
  void pinnedAfterPlan() {
    putThreeSavepoints();
    var planned = plan(activities, ORDERS);
    pin(planned.decisions().get(1));

    var result = activities.carryOutCleanup(new CleanupRunRequest(planned, "run-1"));

    assertThat(present()).containsExactlyInAnyOrder("s-2", "s-3");
    assertThat(lines(result))
        .containsExactly("s-1 deleted: not among the newest 1 completed", "s-2 kept: pinned");
    assertThat(events())
        .singleElement()
        .extracting(Event::getMessage)
        .asString()
        .doesNotContain("s-2");
  }

  @Test
  @DisplayName("H4 H5 a pin set between the last read and the delete is a conflict")
  void pinnedBeforeDelete() {
    putThreeSavepoints();
    var planned = plan(activities, ORDERS);
    var decision = planned.decisions().get(1);
    pin(decision);

    assertThatThrownBy(
            () -> new SnapshotStore(api.client()).delete(decision.id(), decision.resourceVersion()))
        .isInstanceOfSatisfying(
            KubernetesClientException.class, it -> assertThat(it.getCode()).isEqualTo(409));

    assertThat(present()).contains("s-2");
  }

  @Test
  @DisplayName("H5 H1 a delete that is refused is reported, and the others are carried out")
  void refusedDelete() {
    putThreeSavepoints();
    var request = new CleanupRunRequest(plan(activities, ORDERS), "run-1");
    api.refuseDelete(SNAPSHOTS + "/s-1", 403);

    var result = activities.carryOutCleanup(request);

    assertThat(present()).containsExactlyInAnyOrder("s-1", "s-3");
    assertThat(lines(result))
        .containsExactly(
            "s-1 not deleted: the API server refuses it: 403 refused",
            "s-2 deleted: not among the newest 1 completed");
    assertThat(result.problem()).isEqualTo("deletions that the API server refuses: 1");
    assertThat(events())
        .extracting(event -> event.getReason() + " " + event.getInvolvedObject().getName())
        .containsExactlyInAnyOrder("RequestRefused s-1", "HistoryCleanedUp orders");
  }

  @Test
  @DisplayName("H5 a conflict throws; the retry continues, and its event names all deletions")
  void conflictAtDelete() {
    putThreeSavepoints();
    var request = new CleanupRunRequest(plan(activities, ORDERS), "run-1");
    api.refuseDelete(SNAPSHOTS + "/s-2", 409);

    assertThatThrownBy(() -> activities.carryOutCleanup(request))
        .isInstanceOf(KubernetesClientException.class);
    assertThat(present()).containsExactlyInAnyOrder("s-2", "s-3");
    assertThat(events()).isEmpty();

    assertThat(activities.carryOutCleanup(request)).isEqualTo(request.planned());
    assertThat(present()).containsExactly("s-3");
    assertThat(events())
        .singleElement()
        .extracting(Event::getMessage)
        .asString()
        .contains("s-1", "s-2");
  }

  @Test
  @DisplayName("H5 a snapshot that does not exist at its delete is success")
  void goneAtDelete() {
    putThreeSavepoints();
    var request = new CleanupRunRequest(plan(activities, ORDERS), "run-1");
    api.refuseDelete(SNAPSHOTS + "/s-1", 404);

    assertThat(activities.carryOutCleanup(request)).isEqualTo(request.planned());
  }

  @Test
  @DisplayName("H1 H5 a job that has stopped since the plan is skipped")
  void stoppedAfterPlan() {
    putThreeSavepoints();
    var planned = plan(activities, ORDERS);
    api.client().resource(Jobs.orders()).delete();
    api.put(Jobs.deployment("orders", "{}", Jobs.RUNNING.replace("RUNNING", "FAILED")));

    var result = activities.carryOutCleanup(new CleanupRunRequest(planned, "run-1"));

    assertThat(result.problem()).isEqualTo("deletion may be incomplete: the job is not running");
    assertThat(present()).hasSize(3);
  }
}
