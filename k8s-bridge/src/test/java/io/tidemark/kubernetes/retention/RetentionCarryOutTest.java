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

/** What becomes of a plan, whatever has changed since. */
class RetentionCarryOutTest extends RetentionFixture {
  @Test
  @DisplayName("H5 each delete carries uid and resourceVersion; one event on the job tells of all")
  void carryOut() {
    put3();
    var planned = activities.planCleanup(question());
    api.requests();

    var done = activities.carryOutCleanup(new CleanupRunRequest(planned, "run-1"));

    assertThat(done).isEqualTo(planned);
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
  @DisplayName(
      "H5 carried out again, as after a lost answer, it says the same, with the same event")
  void repeated() {
    put3();
    var order = new CleanupRunRequest(activities.planCleanup(question()), "run-1");

    var first = activities.carryOutCleanup(order);
    var second = activities.carryOutCleanup(order);

    assertThat(second).isEqualTo(first);
    assertThat(events()).hasSize(1);
  }

  @Test
  @DisplayName("H5 what waits for its disposal after an earlier try counts as deleted, once")
  void beingDisposedOf() {
    api.put(Jobs.deployment("orders", count(1), Jobs.RUNNING));
    var waiting = api.put(completed("s-1", 2, ORDERS).finalized().resource());
    snapshot("s-2", 1, ORDERS, Map.of());
    var order = new CleanupRunRequest(activities.planCleanup(question()), "run-1");
    api.remove(waiting);

    assertThat(activities.carryOutCleanup(order)).isEqualTo(order.planned());
    assertThat(api.requests()).extracting(Request::line).noneMatch(it -> it.startsWith("DELETE"));
  }

  @Test
  @DisplayName("H4 H5 a pin set between plan and deletion wins, and says so")
  void pinnedAfterPlan() {
    put3();
    var planned = activities.planCleanup(question());
    pin(planned.decisions().get(1));

    var done = activities.carryOutCleanup(new CleanupRunRequest(planned, "run-1"));

    assertThat(present()).containsExactlyInAnyOrder("s-2", "s-3");
    assertThat(lines(done))
        .containsExactly("s-1 deleted: not among the newest 1 completed", "s-2 kept: pinned");
    assertThat(events())
        .singleElement()
        .extracting(Event::getMessage)
        .asString()
        .doesNotContain("s-2");
  }

  @Test
  @DisplayName("H4 H5 a pin set between the last look and the delete is a conflict, decided anew")
  void pinnedBeforeDelete() {
    put3();
    var planned = activities.planCleanup(question());
    var decision = planned.decisions().get(1);
    pin(decision);

    assertThatThrownBy(
            () -> new SnapshotStore(api.client()).delete(decision.id(), decision.resourceVersion()))
        .isInstanceOfSatisfying(
            KubernetesClientException.class, it -> assertThat(it.getCode()).isEqualTo(409));

    assertThat(present()).contains("s-2");
  }

  @Test
  @DisplayName("H5 a refused delete throws; the retry goes on and tells of all that was deleted")
  void refusedDelete() {
    put3();
    var order = new CleanupRunRequest(activities.planCleanup(question()), "run-1");
    api.refuseDelete(SNAPSHOTS + "/s-2", 409);

    assertThatThrownBy(() -> activities.carryOutCleanup(order))
        .isInstanceOf(KubernetesClientException.class);
    assertThat(present()).containsExactlyInAnyOrder("s-2", "s-3");
    assertThat(events()).isEmpty();

    assertThat(activities.carryOutCleanup(order)).isEqualTo(order.planned());
    assertThat(present()).containsExactly("s-3");
    assertThat(events())
        .singleElement()
        .extracting(Event::getMessage)
        .asString()
        .contains("s-1", "s-2");
  }

  @Test
  @DisplayName("H5 one that is gone at the delete is success")
  void goneAtDelete() {
    put3();
    var order = new CleanupRunRequest(activities.planCleanup(question()), "run-1");
    api.refuseDelete(SNAPSHOTS + "/s-1", 404);

    assertThat(activities.carryOutCleanup(order)).isEqualTo(order.planned());
  }

  @Test
  @DisplayName("H1 H5 a job that has stopped since the plan is left alone")
  void stoppedAfterPlan() {
    put3();
    var planned = activities.planCleanup(question());
    api.client().resource(Jobs.orders()).delete();
    api.put(Jobs.deployment("orders", "{job: {state: suspended}}", Jobs.RUNNING));

    var done = activities.carryOutCleanup(new CleanupRunRequest(planned, "run-1"));

    assertThat(done.problem()).isEqualTo("not all may be deleted: the job is not running");
    assertThat(present()).hasSize(3);
  }
}
