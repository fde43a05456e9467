package io.tidemark.kubernetes.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.failure.ApplicationFailure;
import io.tidemark.kubernetes.fixture.ApiServer.Request;
import io.tidemark.kubernetes.fixture.Jobs;
import io.tidemark.kubernetes.store.ResourceSelector;
import io.tidemark.workflow.model.JobReference;
import io.tidemark.workflow.model.SnapshotLabels;
import io.tidemark.workflow.retention.HistoryCleanupRequest;
import io.tidemark.workflow.retention.JobCleanupResult;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Selects jobs and plans their cleanup. */
class RetentionPlanningTest extends RetentionFixture {
  @Test
  @DisplayName("H1 the running jobs of both kinds whose cleanup is on are listed in order")
  void jobs() {
    api.put(Jobs.orders());
    api.put(Jobs.sessionJob("analytics", "{job: {state: running}}", Jobs.RUNNING));
    api.put(Jobs.deployment("stopped", "{job: {state: suspended}}", Jobs.RUNNING));
    api.put(switched(Jobs.deployment("off", "{}", Jobs.RUNNING), "false"));
    api.put(switched(Jobs.deployment("unclear", "{}", Jobs.RUNNING), "perhaps"));

    assertThat(names(activities, new HistoryCleanupRequest(null, null, false)))
        .containsExactly("orders", "unclear", "analytics");
    assertThat(names(activities, new HistoryCleanupRequest("flink", null, false))).hasSize(3);
    assertThat(names(activities(false), HistoryCleanupRequest.ALL)).containsExactly("unclear");
  }

  @Test
  @DisplayName(
      "H1 a job that the request names is listed in any case, and its result says why it is skipped")
  void namedJob() {
    api.put(Jobs.deployment("stopped", "{}", Jobs.RUNNING.replace("RUNNING", "FAILED")));
    api.put(Jobs.orders());

    var page = page(activities, new HistoryCleanupRequest(null, "stopped", false));

    assertThat(page.jobs())
        .singleElement()
        .extracting(JobCleanupResult::summary)
        .isEqualTo("skipped: the job is not running");
  }

  @Test
  @DisplayName("H1 H4 a ttl holds for snapshots whose job is gone or suspended, and only a ttl")
  void ttlOfOrphans() {
    var gone = new JobReference("FlinkDeployment", "gone");
    var paused = new JobReference("FlinkDeployment", "paused");
    api.put(Jobs.deployment("paused", "{job: {state: suspended}}", Jobs.RUNNING));
    for (var job : List.of(gone, paused)) {
      snapshot(job.name() + "-1", 3, job, Map.of());
      snapshot(job.name() + "-2", 2, job, Map.of("tidemark.io/ttl", "24h"));
      snapshot(job.name() + "-3", 1, job, Map.of("tidemark.io/ttl", "24h"));
    }
    var later = later();

    var page = page(later, HistoryCleanupRequest.ALL);

    assertThat(page.jobs())
        .extracting(it -> it.job() + " " + lines(it))
        .containsExactly(
            "FlinkDeployment flink/paused [paused-2 deleted: its ttl of 24 h has expired]",
            "FlinkDeployment flink/gone [gone-2 deleted: its ttl of 24 h has expired, gone-3"
                + " deleted: its ttl of 24 h has expired]");
    assertThat(names(activities(false), HistoryCleanupRequest.ALL)).isEmpty();
  }

  @Test
  @DisplayName("S8 the cleanup deletes no snapshot that the selector leaves out, and counts none")
  void unselected() {
    api.put(Jobs.deployment("orders", "{" + count(1) + ", job: {state: running}}", Jobs.RUNNING));
    var orders = Jobs.orders().reference();
    api.put(completed("ours-1", 3, orders).label("served-by", "us").resource());
    api.put(completed("others-1", 2, orders).label("served-by", "others").resource());
    api.put(completed("ours-2", 1, orders).label("served-by", "us").resource());
    api.put(completed("others-2", 0, orders).resource());
    selector = ResourceSelector.parse("{matchLabels: {served-by: us}}");

    assertThat(plan(activities(true), orders).decisions())
        .extracting(it -> it.id().name())
        .containsExactly("ours-1");
  }

  @Test
  @DisplayName("H1 orphans-after gives snapshots whose job is gone or suspended an age")
  void orphansAfter() {
    snapshot("gone-1", 2, new JobReference("FlinkDeployment", "gone"), Map.of());
    snapshot("gone-2", 1, new JobReference("FlinkDeployment", "gone"), Map.of());
    orphansAfter = Optional.of(Duration.ofDays(30));
    var later = later();

    var page = page(later, HistoryCleanupRequest.ALL);

    assertThat(names(activities, HistoryCleanupRequest.ALL)).isEmpty();
    assertThat(page.jobs())
        .singleElement()
        .satisfies(
            job ->
                assertThat(lines(job))
                    .containsExactly(
                        "gone-1 deleted: older than 720 h, and its job does not exist"));
  }

  @Test
  @DisplayName("H1 snapshots are not listed while no job that is gone or suspended has a cleanup")
  void listsNoSnapshots() {
    var suspended = "{job: {state: suspended}}";
    api.put(Jobs.orders());
    api.put(Jobs.deployment("paused", suspended, Jobs.RUNNING));

    assertThat(listsSnapshots(false)).isFalse();
    assertThat(listsSnapshots(true)).isTrue();
    api.put(switched(Jobs.deployment("cleaned", suspended, Jobs.RUNNING), "true"));
    assertThat(listsSnapshots(false)).isTrue();
  }

  private boolean listsSnapshots(boolean enabled) {
    api.requests();
    page(activities(enabled), HistoryCleanupRequest.ALL);
    return api.requests().stream().anyMatch(it -> it.line().contains("flinkstatesnapshots"));
  }

  /** Forty days after the snapshots, whose creation time the server sets. */
  private RetentionActivitiesImpl later() {
    clock = Clock.offset(Clock.systemUTC(), Duration.ofDays(40));
    return activities(true);
  }

  @Test
  @DisplayName("H1 S3 in a namespace whose jobs cannot be listed no job counts as gone")
  void unknownJobs() {
    snapshot("s-1", 900, new JobReference("FlinkDeployment", "gone"), Map.of());
    orphansAfter = Optional.of(Duration.ofHours(1));
    var later = later();
    var jobs = "/apis/flink.apache.org/v1beta1/namespaces/flink/flinkdeployments";
    api.refuseGet(jobs, 403);
    api.refuseGet(jobs, 403);

    var page = page(later, HistoryCleanupRequest.ALL);

    assertThat(page.jobs()).isEmpty();
    assertThat(page.problems()).containsExactly("namespace flink cannot be read: 403 refused");
  }

  @Test
  @DisplayName("H1 a namespace that is not watched is refused by name")
  void refused() {
    assertThatThrownBy(() -> page(activities, new HistoryCleanupRequest("team-x", null, false)))
        .isInstanceOf(ApplicationFailure.class)
        .hasMessageContaining("namespace is 'team-x': not watched")
        .matches(it -> ((ApplicationFailure) it).isNonRetryable());
  }

  @Test
  @DisplayName("H1 S3 a namespace that cannot be read is reported, and the others are cleaned up")
  void unreadableNamespace() {
    api.put(Jobs.orders());
    api.refuseGet("/apis/flink.apache.org/v1beta1/namespaces/team-a/flinkdeployments", 403);

    var page = page(activities(true, "flink", "team-a"), HistoryCleanupRequest.ALL);

    assertThat(page.jobs()).extracting(it -> it.job().reference().name()).containsExactly("orders");
    assertThat(page.problems()).containsExactly("namespace team-a cannot be read: 403 refused");
  }

  @Test
  @DisplayName("H2 H5 a plan reads the job and its labelled snapshots, and changes nothing")
  void plan() {
    putThreeSavepoints();

    var plan = plan(activities, ORDERS);

    assertThat(plan.summary())
        .isEqualTo("1 kept: newest completed, 2 deleted: not among the newest 1 completed");
    assertThat(lines(plan))
        .containsExactly(
            "s-1 deleted: not among the newest 1 completed",
            "s-2 deleted: not among the newest 1 completed");
    assertThat(api.requests())
        .extracting(Request::line)
        .satisfiesExactly(
            jobs -> assertThat(jobs).contains("/flinkdeployments?limit=100"),
            snapshots ->
                assertThat(snapshots)
                    .startsWith("GET " + SNAPSHOTS + "?labelSelector=")
                    .contains("job-reference.kind%3DFlinkDeployment")
                    .contains("job-reference.name%20in%20%28orders%29"),
            jobs -> assertThat(jobs).contains("/flinksessionjobs?limit=100"),
            snapshots -> assertThat(snapshots).endsWith("/flinkstatesnapshots"));
  }

  @Test
  @DisplayName("H2 U8 the savepoint that the job has started from is kept: in use")
  void inUse() {
    putThreeSavepoints();
    api.remove(Jobs.deployment("orders", count(1), Jobs.RUNNING));
    api.put(
        Jobs.deployment(
            "orders",
            count(1),
            "{lifecycleState: STABLE, jobStatus: {state: RUNNING, upgradeSavepointPath: 's3://b/s-1'}}"));

    assertThat(plan(activities, ORDERS).summary())
        .isEqualTo(
            "1 kept: newest completed, 1 deleted: not among the newest 1 completed, 1 kept: in use");
  }

  @Test
  @DisplayName("R13 H2 two long names with the same label are distinguished by the spec")
  void longNames() {
    var name = "o".repeat(100);
    var reference = new JobReference("FlinkDeployment", name);
    api.put(Jobs.deployment(name, count(0), Jobs.RUNNING));
    snapshot("older", 3, reference, Map.of());
    snapshot("ours", 2, reference, Map.of());
    var theirs = new JobReference("FlinkDeployment", "another");
    api.put(
        completed("theirs", 4, theirs)
            .label(SnapshotLabels.JOB_NAME, SnapshotLabels.value(name))
            .resource());

    var plan = plan(activities, reference);

    assertThat(lines(plan)).containsExactly("older deleted: not among the newest 0 completed");
  }

  @Test
  @DisplayName("H2 H4 an unreadable key deletes nothing of the job, and is reported by one event")
  void unreadableKey() {
    api.put(
        Jobs.deployment(
            "orders",
            "flinkConfiguration: {kubernetes.operator.savepoint.history.max.count: many}",
            Jobs.RUNNING));
    snapshot("s-1", 100, ORDERS, Map.of());
    snapshot("s-2", 200, ORDERS, Map.of());

    var plan = plan(activities, ORDERS);
    plan(activities, ORDERS);

    assertThat(plan.decisions()).isEmpty();
    assertThat(plan.problem())
        .isEqualTo(
            "kubernetes.operator.savepoint.history.max.count is 'many': not a whole number"
                + " from 0 to 999999999");
    assertThat(events())
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.getReason()).isEqualTo("ValidationError");
              assertThat(event.getType()).isEqualTo("Warning");
              assertThat(event.getInvolvedObject().getName()).isEqualTo("orders");
              assertThat(event.getMessage())
                  .contains("history.max.count is 'many'", "no snapshots of this job are deleted");
            });
  }

  @Test
  @DisplayName("H4 an unreadable ttl keeps only that snapshot, and is reported by one event")
  void unreadableTtl() {
    putThreeSavepoints();
    snapshot("s-0", 40, ORDERS, Map.of("tidemark.io/ttl", "a while"));

    var plan = plan(activities, ORDERS);
    plan(activities, ORDERS);

    assertThat(lines(plan)).hasSize(2).noneMatch(it -> it.startsWith("s-0"));
    assertThat(events())
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.getInvolvedObject().getName()).isEqualTo("s-0");
              assertThat(event.getMessage())
                  .contains("tidemark.io/ttl is 'a while'", "this snapshot is kept");
            });
  }
}
