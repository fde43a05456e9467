package io.tidemark.kubernetes.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.tidemark.kubernetes.fixture.ApiServer.Request;
import io.tidemark.kubernetes.fixture.Jobs;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.model.OperatingMode;
import io.tidemark.kubernetes.model.SavepointInfo;
import io.tidemark.kubernetes.store.JobStore;
import io.tidemark.workflow.flink.DisposalResult;
import io.tidemark.workflow.flink.DisposalResult.Status;
import io.tidemark.workflow.flink.SavepointDirectoryResult;
import io.tidemark.workflow.model.JobReference;
import io.tidemark.workflow.retention.CleanupRunRequest;
import io.tidemark.workflow.retention.CleanupTarget;
import io.tidemark.workflow.retention.EntryClaim;
import io.tidemark.workflow.retention.EntryClaimRequest;
import io.tidemark.workflow.retention.EntryDecision;
import io.tidemark.workflow.retention.EntryRecordRequest;
import io.tidemark.workflow.retention.HistoryCleanupRequest;
import io.tidemark.workflow.retention.JobCleanupResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Cleans up the legacy history of "orders", whose newest savepoint is s3://b/4. */
class LegacyHistoryTest extends RetentionFixture {
  private static final String DIRECTORY =
      "flinkConfiguration: {kubernetes.operator.savepoint.history.max.count: 1, state.savepoints.dir: 's3://b'}";
  private static final String PATH = Jobs.DEPLOYMENT_PATH + "orders";
  private static final String OUTSIDE =
      "it is below neither the job's savepoint directory nor one of"
          + " tidemark.savepoint.allowed-prefixes";

  @Test
  @DisplayName("H6 H5 a plan says what goes and what stays, and deletes nothing")
  void plans() {
    put("{" + DIRECTORY + "}", "s3://b/1", "s3://elsewhere/2", "s3://b/3", "s3://b/4");

    var planned = plan(activities, ORDERS);

    assertThat(entryLines(planned))
        .containsExactly(
            "s3://b/1 deleted: not among the newest 1 completed",
            "s3://b/3 deleted: not among the newest 1 completed");
    assertThat(planned.summary())
        .isEqualTo(
            "1 kept: newest completed, 2 deleted: not among the newest 1 completed, 1 kept: "
                + OUTSIDE);
    assertThat(api.requests()).extracting(Request::line).noneMatch(it -> it.startsWith("PATCH"));
  }

  @Test
  @DisplayName("H6 a savepoint outside of the allowed directories stays, with one DisposalSkipped")
  void outside() {
    put("{" + DIRECTORY + "}", "s3://elsewhere/2", "s3://b/4");

    plan(activities, ORDERS);
    plan(activities, ORDERS);

    assertThat(messages("DisposalSkipped"))
        .containsExactly(
            "The savepoint at s3://elsewhere/2 was not disposed of, and stays in savepointHistory: "
                + OUTSIDE
                + ".");
  }

  @Test
  @DisplayName("H6 R15 once its savepoint is gone, the entry is removed, and lastSavepoint with it")
  void removes() {
    put("{" + DIRECTORY + "}", "s3://b/1", "s3://b/4");
    last("s3://b/1");
    var planned = plan(activities, ORDERS);
    var claim = claim(planned.entries().get(0));

    var outcome = record(claim.decision(), new DisposalResult(Status.DISPOSED, ""));

    assertThat(claim.disposal()).isNotNull();
    assertThat(claim.disposal().path()).isEqualTo("s3://b/1");
    assertThat(claim.disposal().job().cluster()).isEqualTo("orders");
    assertThat(outcome).isEqualTo(planned.entries().get(0));
    assertThat(locations()).containsExactly("s3://b/4");
    assertThat(info().lastSavepoint()).isNull();
    assertThat(events()).isEmpty();
  }

  @Test
  @DisplayName("H6 the entry is removed by compare-and-set, again after a conflict, and only once")
  void compareAndSet() {
    put("{" + DIRECTORY + "}", "s3://b/1", "s3://b/4");
    var planned = plan(activities, ORDERS).entries().get(0);
    api.refusePatch(PATH + "/status", 409);
    api.requests();

    record(planned, new DisposalResult(Status.DISPOSED, ""));
    var patches = patches();
    record(planned, new DisposalResult(Status.DISPOSED, ""));

    assertThat(patches)
        .hasSize(2)
        .allSatisfy(
            it -> assertThat(it.body().get("metadata").toString()).contains("resourceVersion"));
    assertThat(patches()).isEmpty();
    assertThat(info().lastSavepoint()).isNotNull();
  }

  @Test
  @DisplayName(
      "H6 R15 a savepoint that is already gone counts as disposed of, and an event says so")
  void alreadyGone() {
    put("{" + DIRECTORY + "}", "s3://b/1", "s3://b/4");
    var planned = plan(activities, ORDERS).entries().get(0);

    record(planned, new DisposalResult(Status.ALREADY_GONE, "s3://b/1 is gone"));

    assertThat(locations()).containsExactly("s3://b/4");
    assertThat(messages("SavepointAlreadyGone")).containsExactly("s3://b/1 is gone");
  }

  @Test
  @DisplayName("H6 an entry whose disposal fails, or whose savepoint a job uses, stays")
  void failed() {
    put("{" + DIRECTORY + "}", "s3://b/1", "s3://b/3", "s3://b/4");
    var planned = plan(activities, ORDERS).entries();

    var failed = record(planned.get(0), new DisposalResult(Status.FAILED, "access denied"));
    var used = record(planned.get(1), new DisposalResult(Status.IN_USE, "job x restored it"));

    assertThat(failed.description()).isEqualTo("not deleted: access denied");
    assertThat(used.description()).isEqualTo("kept: job x restored it");
    assertThat(locations()).hasSize(3);
    assertThat(messages("CleanupFailed"))
        .containsExactly("The savepoint at s3://b/1 stays in savepointHistory: access denied");
    assertThat(messages("DisposalSkipped")).hasSize(1);
  }

  @Test
  @DisplayName("H6 U8 R19 what the job, another job or a snapshot uses stays")
  void used() {
    put(
        "{" + DIRECTORY + ", job: {initialSavepointPath: 's3a://b/1'}}",
        "s3://b/1",
        "s3://b/2",
        "s3://b/3",
        "s3://b/4");
    api.put(Jobs.sessionJob("other", "{job: {initialSavepointPath: 's3://b/2/'}}", Jobs.RUNNING));
    api.put(
        completed("copy", 2, new JobReference("FlinkDeployment", "other"))
            .status("{state: COMPLETED, path: 's3://b/3'}")
            .resource());

    var planned = plan(activities, ORDERS);

    assertThat(planned.summary()).contains("1 kept: in use");
    assertThat(planned.entries().stream().map(it -> claim(it).decision().description()))
        .containsExactly(
            "kept: FlinkSessionJob flink/other uses it",
            "kept: FlinkStateSnapshot flink/copy uses it");
    assertThat(messages("DisposalSkipped")).hasSize(2);
  }

  @Test
  @DisplayName("H6 R4 without a configured directory, Flink's own decides")
  void directoryOfFlink() {
    put("{" + count(1) + "}", "s3://b/1", "s3://b/4");
    var planned = plan(activities, ORDERS).entries().get(0);

    var first = claim(planned);
    var below = claim(planned, "s3://b");
    var outside = claim(planned, "s3://other");

    assertThat(first.disposal()).isNull();
    assertThat(first.directoryOf()).isNotNull();
    assertThat(below.disposal()).isNotNull();
    assertThat(outside.disposal()).isNull();
    assertThat(outside.decision().description()).isEqualTo("kept: " + OUTSIDE);
  }

  @Test
  @DisplayName("H6 an entry that was changed since the plan is decided on again")
  void changedSincePlan() {
    var job = put("{" + DIRECTORY + "}", "s3://b/1", "s3://b/4");
    var planned = plan(activities, ORDERS).entries().get(0);
    var off = "{\"spec\":{\"flinkConfiguration\":{\"%s\":\"false\"}}}";
    var key = "kubernetes.operator.savepoint.cleanup.enabled";
    var merge = PatchContext.of(PatchType.JSON_MERGE);
    api.client().resource(job).patch(merge, off.formatted(key));

    assertThat(claim(planned).decision().description()).isEqualTo("kept: savepoint cleanup is off");
  }

  @Test
  @DisplayName("H6 an entry that has left the history since the plan is not reported as deleted")
  void goneSincePlan() {
    put("{" + DIRECTORY + "}", "s3://b/1", "s3://b/4");
    var planned = plan(activities, ORDERS).entries().get(0);
    record(planned, new DisposalResult(Status.DISPOSED, ""));

    var claim = claim(planned);

    assertThat(claim.disposal()).isNull();
    assertThat(claim.decision().description()).isEqualTo("kept: it has left the history meanwhile");
  }

  @Test
  @DisplayName("H6 with resources on, the job's completed savepoint resources count too")
  void together() {
    legacyMode = false;
    snapshot("s-1", 0, ORDERS, Map.of());
    put("{" + DIRECTORY + "}", "s3://b/3", "s3://b/4");

    assertThat(entryLines(plan(activities(true), ORDERS)))
        .containsExactly(
            "s3://b/3 deleted: not among the newest 1 completed",
            "s3://b/4 deleted: not among the newest 1 completed");
  }

  @Test
  @DisplayName("H6 L1 if the mode cannot be read, entries stay, and snapshots are cleaned up")
  void unreadableMode() {
    snapshot("s-1", 3, ORDERS, Map.of());
    snapshot("s-2", 2, ORDERS, Map.of());
    var mode = ", kubernetes.operator.snapshot.resource.enabled: perhaps}";
    put("{" + DIRECTORY.replace("}", mode) + "}", "s3://b/3", "s3://b/4");

    var planned = plan(activities, ORDERS);

    assertThat(planned.entries()).isEmpty();
    assertThat(planned.deletions()).hasSize(1);
    assertThat(messages("ValidationError"))
        .singleElement()
        .asString()
        .startsWith(RESOURCES + " is 'perhaps': neither true nor false; savepoints of");
  }

  @Test
  @DisplayName("H6 M3 the history of a job of the Flink operator is not touched")
  void notOwned() {
    var job = Jobs.deployment("orders", "{" + DIRECTORY + "}", status("s3://b/1", "s3://b/4"));
    job.getMetadata().setFinalizers(List.of("flinkdeployments.flink.apache.org/finalizer"));
    api.put(job);

    assertThat(plan(activities, ORDERS).summary()).isEqualTo("no snapshots");
  }

  @Test
  @DisplayName("H6 M1 what was planned in standalone is not recorded in companion")
  void companion() {
    put("{" + DIRECTORY + "}", "s3://b/1", "s3://b/4");
    var planned = plan(activities, ORDERS).entries().get(0);
    mode = OperatingMode.COMPANION;

    activities(true)
        .recordEntry(
            new EntryRecordRequest(target(), planned, new DisposalResult(Status.DISPOSED, "")));

    assertThat(locations()).containsExactly("s3://b/1", "s3://b/4");
  }

  @Test
  @DisplayName("H6 H7 what is to be imported, or has no location, stays")
  void toBeImported() {
    var job = Jobs.deployment("orders", "{" + DIRECTORY + "}", status("s3://b/1", "s3://b/4"));
    job.getMetadata().setAnnotations(Map.of("tidemark.io/import-history", "true"));
    api.put(job);

    assertThat(plan(activities, ORDERS).summary()).isEqualTo("2 kept: to be imported");
  }

  @Test
  @DisplayName("H6 H5 the event on the job names what was deleted of the history")
  void event() {
    put("{" + DIRECTORY + "}", "s3://b/1", "s3://b/4");

    activities.carryOutCleanup(new CleanupRunRequest(plan(activities, ORDERS), "run"));

    assertThat(messages("HistoryCleanedUp"))
        .containsExactly("Deleted s3://b/1 (not among the newest 1 completed).");
  }

  private JobResource put(String spec, String... locations) {
    var job = api.put(Jobs.deployment("orders", spec, status(locations)));
    api.requests();
    return job;
  }

  private static String status(String... locations) {
    var entries =
        Stream.iterate(0, i -> i < locations.length, i -> i + 1)
            .map(i -> entry(locations[i], locations.length - i))
            .toList();
    return Jobs.RUNNING.replace(
        "jobStatus: {",
        "jobStatus: {savepointInfo: {lastPeriodicSavepointTimestamp: 0, lastSavepoint: "
            + entries.get(entries.size() - 1)
            + ", savepointHistory: "
            + entries
            + "}, ");
  }

  private static String entry(String location, int hoursOld) {
    return "{timeStamp: %d, location: '%s', triggerType: MANUAL, formatType: CANONICAL}"
        .formatted(NOW.minus(Duration.ofHours(hoursOld)).toEpochMilli(), location);
  }

  private void last(String location) {
    var info = Map.of("lastSavepoint", Map.of("location", location));
    var jobs = new JobStore(api.client());
    jobs.patchStatus(current(), Map.of("jobStatus", Map.of("savepointInfo", info)));
    api.requests();
  }

  private JobResource current() {
    var job = api.client().resource(Jobs.orders()).get();
    api.requests();
    return job;
  }

  private SavepointInfo info() {
    return current().savepointInfo();
  }

  private List<String> locations() {
    return info().savepointHistory().stream().map(HistoryEntries::location).toList();
  }

  private EntryClaim claim(EntryDecision planned) {
    return activities.claimEntry(new EntryClaimRequest(target(), planned, null));
  }

  private EntryClaim claim(EntryDecision planned, String directory) {
    return activities.claimEntry(
        new EntryClaimRequest(target(), planned, new SavepointDirectoryResult(directory)));
  }

  private EntryDecision record(EntryDecision decision, DisposalResult result) {
    return activities.recordEntry(new EntryRecordRequest(target(), decision, result));
  }

  private CleanupTarget target() {
    return page(activities, new HistoryCleanupRequest(null, "orders", false)).jobs().get(0).job();
  }

  private List<Request> patches() {
    return api.requests().stream().filter(it -> it.line().startsWith("PATCH")).toList();
  }

  private static List<String> entryLines(JobCleanupResult cleanup) {
    return cleanup.entries().stream().map(it -> it.name() + " " + it.description()).toList();
  }

  private List<String> messages(String reason) {
    return events().stream()
        .filter(event -> event.getReason().equals(reason))
        .map(Event::getMessage)
        .toList();
  }
}
