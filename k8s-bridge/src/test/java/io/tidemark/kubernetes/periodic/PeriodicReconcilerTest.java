package io.tidemark.kubernetes.periodic;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.client.schedules.ScheduleIntervalSpec;
import io.temporal.common.SearchAttributes;
import io.tidemark.kubernetes.bridge.SearchAttributeSupport;
import io.tidemark.kubernetes.fixture.ApiServer;
import io.tidemark.kubernetes.fixture.InMemorySchedules;
import io.tidemark.kubernetes.fixture.Jobs;
import io.tidemark.kubernetes.fixture.SameThread;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.model.OperatingMode;
import io.tidemark.kubernetes.record.EventPublisher;
import io.tidemark.kubernetes.store.JobStore;
import io.tidemark.workflow.execution.WorkflowSearchAttributes;
import io.tidemark.workflow.model.KubernetesCluster;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Each sweep is the first one of a process that has just started. */
class PeriodicReconcilerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final KubernetesCluster ONE = new KubernetesCluster("one");
  private static final KubernetesCluster OTHER = new KubernetesCluster("other");
  private static final String ID = "periodic-savepoint/flink/FlinkDeployment/orders";

  private final ApiServer api = new ApiServer();
  private final SearchAttributeSupport searchAttributes = new SearchAttributeSupport();
  private final InMemorySchedules schedules = new InMemorySchedules();
  private ExecutorService writers = new SameThread();

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  @DisplayName("T3 a start with 300 unchanged schedules asks for one listing and updates none")
  void unchanged() {
    var jobs = IntStream.range(0, 300).mapToObj(i -> job("job-" + i, "1 h")).toList();
    start(jobs);
    assertThat(schedules.requests()).hasSize(301);

    start(jobs);

    assertThat(schedules.requests()).containsExactly("list");
  }

  @Test
  @DisplayName("T3 a release that words the note differently updates no schedule")
  void changedSentence() {
    var jobs = List.of(job("orders", "6h"), job("sales", "0 0 12 ? * 6#3"));
    start(jobs);
    schedules.reword(text -> text.replaceFirst("^.*?(\\[spec [0-9a-f]+])?$", "Other words. $1"));
    schedules.requests();

    start(jobs);

    assertThat(schedules.requests()).containsExactly("list");
  }

  @Test
  @DisplayName("T2 a changed interval updates the schedule and its note")
  void changedInterval() {
    start(List.of(job("orders", "6h")));
    schedules.requests();

    start(List.of(job("orders", "12h")));

    assertThat(schedules.requests())
        .containsExactly("list", "create " + ID, "describe " + ID, "update " + ID);
    assertThat(interval()).isEqualTo(Duration.ofHours(12));
    assertThat(schedules.get(ID).getState().getNote()).contains("`12h`");
  }

  @Test
  @DisplayName(
      "T3 behind a note that a user wrote, an unchanged schedule is described, not updated")
  void noteOfAUser() {
    start(List.of(job("orders", "6h")));
    schedules.writeNote(ID, "maintenance until noon");
    schedules.requests();

    start(List.of(job("orders", "6h")));

    assertThat(schedules.requests()).containsExactly("list", "create " + ID, "describe " + ID);
    assertThat(schedules.get(ID).getState().getNote()).isEqualTo("maintenance until noon");
  }

  @Test
  @DisplayName("T3 a note that a user wrote stays when the interval changes")
  void noteOfAUserAndChangedInterval() {
    start(List.of(job("orders", "6h")));
    schedules.writeNote(ID, "maintenance until noon");

    start(List.of(job("orders", "12h")));

    assertThat(interval()).isEqualTo(Duration.ofHours(12));
    assertThat(schedules.get(ID).getState().getNote()).isEqualTo("maintenance until noon");
    assertThat(schedules.action(ID).getOptions().getStaticDetails()).contains("`12h`");
  }

  @Test
  @DisplayName("T2 T7 a schedule whose setting or job is gone is deleted")
  void removed() {
    start(List.of(job("orders", "6h"), job("sales", "6h")));
    schedules.requests();

    start(List.of(job("orders", "0")));

    assertThat(schedules.requests())
        .contains("delete " + ID, "delete periodic-savepoint/flink/FlinkDeployment/sales");
  }

  @Test
  @DisplayName("S6 schedules of another cluster on the same task queue are left alone")
  void otherCluster() {
    start(ONE, List.of(job("orders", "6h"), job("sales", "6h")));
    schedules.requests();

    start(OTHER, List.of());

    assertThat(schedules.requests()).containsExactly("list");
  }

  @Test
  @DisplayName("S6 a schedule is not taken from another cluster's job of the same name")
  void sameName() {
    start(ONE, List.of(job("orders", "6h")));
    var job = api.put(job("orders", "12h"));

    start(OTHER, List.of(job));

    assertThat(interval()).isEqualTo(Duration.ofHours(6));
    assertThat(api.client().v1().events().inNamespace("flink").list().getItems())
        .singleElement()
        .satisfies(event -> assertThat(event.getReason()).isEqualTo("InvalidSetting"))
        .satisfies(event -> assertThat(event.getMessage()).contains(ID, ONE.id()));
  }

  @Test
  @DisplayName("S6 without an identity of our own, a cluster's schedules are left as they are")
  void unknownCluster() {
    start(ONE, List.of(job("orders", "6h"), job("sales", "6h")));
    var job = api.put(job("orders", "12h"));

    start(KubernetesCluster.UNKNOWN, List.of(job));

    assertThat(interval()).isEqualTo(Duration.ofHours(6));
    assertThat(schedules.get("periodic-savepoint/flink/FlinkDeployment/sales")).isNotNull();
    assertThat(api.client().v1().events().inNamespace("flink").list().getItems())
        .singleElement()
        .satisfies(
            event ->
                assertThat(event.getMessage())
                    .contains("stays as it was", ID, ONE.id(), "TIDEMARK_CLUSTER_ID"));
  }

  @Test
  @DisplayName("S6 an installation that loses its identity keeps its unchanged schedules at rest")
  void lostIdentity() {
    start(ONE, List.of(job("orders", "6h")));
    schedules.requests();

    start(KubernetesCluster.UNKNOWN, List.of(job("orders", "6h")));

    assertThat(schedules.requests()).containsExactly("list");
  }

  @Test
  @DisplayName("S6 a schedule that names no cluster is reconciled, and names the first known one")
  void unowned() {
    start(KubernetesCluster.UNKNOWN, List.of(job("orders", "6h")));
    start(KubernetesCluster.UNKNOWN, List.of(job("orders", "12h")));
    assertThat(interval()).isEqualTo(Duration.ofHours(12));

    start(ONE, List.of(job("orders", "12h")));
    start(OTHER, List.of());
    start(OTHER, List.of(job("orders", "6h")));

    assertThat(interval()).isEqualTo(Duration.ofHours(12));
  }

  @Test
  @DisplayName("S6 a schedule gets its owner at the sweep after the identity has become known")
  void identityBecomesKnown() {
    var identity = new AtomicReference<>(KubernetesCluster.UNKNOWN);
    var reconciler = reconciler(identity::get);
    var jobs = List.of(job("orders", "6h"));
    reconciler.sweep(jobs);
    identity.set(ONE);
    reconciler.sweep(jobs);
    schedules.requests();

    reconciler.sweep(jobs);
    start(OTHER, List.of());

    assertThat(schedules.requests()).containsExactly("list", "describe " + ID);
    assertThat(schedules.get(ID)).isNotNull();
  }

  @Test
  @DisplayName("W2 a schedule and its runs carry the job's search attributes, once they can")
  void searchAttributes() {
    searchAttributes.setUnsupported(Set.of("JobKind"));
    start(List.of(job("orders", "6h")));

    assertThat(schedules.searchAttributes(ID))
        .isEqualTo(
            SearchAttributes.newBuilder()
                .set(WorkflowSearchAttributes.JOB_NAMESPACE, "flink")
                .set(WorkflowSearchAttributes.JOB_NAME, "orders")
                .build())
        .isEqualTo(schedules.action(ID).getOptions().getTypedSearchAttributes());

    searchAttributes.setUnsupported(Set.of());
    start(List.of(job("orders", "6h")));

    assertThat(schedules.searchAttributes(ID).get(WorkflowSearchAttributes.JOB_KIND))
        .isEqualTo("FlinkDeployment");
  }

  @Test
  @DisplayName("S8 schedules are listed by every tenth sweep, and those in between send nothing")
  void listedSeldom() {
    var reconciler = reconciler(() -> ONE);
    var jobs = List.of(job("orders", "6h"));
    reconciler.sweep(jobs);
    schedules.getHandle(ID).delete();
    schedules.requests();

    for (var sweep = 1; sweep < PeriodicReconciler.SWEEPS_PER_LISTING; sweep++) {
      reconciler.sweep(jobs);
    }
    assertThat(schedules.requests()).isEmpty();

    reconciler.sweep(jobs);
    assertThat(schedules.requests()).containsExactly("list", "create " + ID);
  }

  @Test
  @DisplayName("T2 a write that failed is repeated by the next sweep")
  void repeated() {
    var reconciler = reconciler(() -> ONE);
    schedules.beforeCreate(
        id -> {
          throw new IllegalStateException("away");
        });
    reconciler.sweep(List.of(job("orders", "6h")));
    schedules.beforeCreate(id -> {});

    reconciler.sweep(List.of(job("orders", "6h")));

    assertThat(schedules.requests()).containsExactly("list", "create " + ID);
  }

  @Test
  @DisplayName("S8 a sweep creates eight schedules at once")
  void atOnce() {
    var together = new CyclicBarrier(PeriodicReconciler.CONCURRENT_WRITES);
    schedules.beforeCreate(id -> await(together));
    // A step without a request may wait for the lock that one of them has.
    writers = Executors.newCachedThreadPool();
    try (var reconciler = reconciler(() -> ONE)) {
      reconciler.sweep(
          IntStream.range(0, PeriodicReconciler.CONCURRENT_WRITES)
              .mapToObj(number -> job("job-" + number, "1 h"))
              .toList());

      Awaitility.await()
          .atMost(PATIENCE)
          .until(() -> schedules.listSchedules().count() == PeriodicReconciler.CONCURRENT_WRITES);
    }
  }

  @Test
  @DisplayName(
      "S8 a changed job is served at once while a sweep still creates the schedules of others")
  void changedDuringSweep() {
    var sweep = new ArrayList<Runnable>();
    writers = new SameThread(sweep::add);
    var reconciler = reconciler(() -> ONE);
    reconciler.sweep(List.of(job("orders", "6h"), job("sales", "6h")));

    reconciler.changed(job("orders", "12h"));
    assertThat(interval()).isEqualTo(Duration.ofHours(12));

    sweep.forEach(Runnable::run);
    assertThat(interval()).isEqualTo(Duration.ofHours(12));
    assertThat(schedules.get(ID.replace("orders", "sales"))).isNotNull();
  }

  @Test
  @DisplayName("T7 a job that is created while its schedule is about to be deleted keeps it")
  void createdDuringDeletion() {
    start(List.of(job("orders", "6h")));
    var reconciler = reconciler(() -> ONE);
    api.afterGet(Jobs.DEPLOYMENT_PATH + "orders", () -> reconciler.changed(job("orders", "12h")));

    reconciler.sweep(List.of());

    assertThat(interval()).isEqualTo(Duration.ofHours(12));
  }

  @Test
  @DisplayName("S8 a replica that takes over creates only the schedules that are missing")
  void resumed() {
    start(List.of(job("orders", "6h")));
    schedules.requests();

    start(List.of(job("orders", "6h"), job("sales", "6h")));

    assertThat(schedules.requests())
        .containsExactly("list", "create periodic-savepoint/flink/FlinkDeployment/sales");
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException alone) {
      throw new IllegalStateException(alone);
    }
  }

  private void start(List<JobResource> jobs) {
    start(ONE, jobs);
  }

  private void start(KubernetesCluster cluster, List<JobResource> jobs) {
    reconciler(() -> cluster).sweep(jobs);
  }

  private PeriodicReconciler reconciler(Supplier<KubernetesCluster> identity) {
    var client = api.client();
    return new PeriodicReconciler(
        schedules,
        PeriodicPlannerTest.settings(OperatingMode.COMPANION),
        identity,
        searchAttributes,
        new JobStore(client),
        new EventPublisher(client, Clock.systemUTC(), reason -> {}),
        writers);
  }

  private Duration interval() {
    return schedules.get(ID).getSpec().getIntervals().stream()
        .map(ScheduleIntervalSpec::getEvery)
        .findFirst()
        .orElseThrow();
  }

  private static JobResource job(String name, String interval) {
    var job = Jobs.deployment(name, "{job: {state: running}}", Jobs.RUNNING);
    job.getMetadata().setAnnotations(Map.of("tidemark.io/periodic-savepoint", interval));
    return job;
  }
}
